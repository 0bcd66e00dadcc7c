extern alias cli;

using cli::OrleansConnect.Cli.Rendering;
using cli::OrleansConnect.Cli.Watching;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Client;

namespace OrleansConnect.Tests.Unit.Cli;

public sealed class RenderingTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RateMeter _rates = new(new FakeTimeProvider(Now));

    [Fact]
    public void A_status_has_a_line_a_task_and_the_errors_below()
    {
        var status = Status(
            new(0, new(InstanceState.Running, "w1:8083", null, null), new() { Records = 1_234_567, Lag = 12, ProgressedAt = Now.AddSeconds(-90), TakenAt = Now }),
            new(1, new(InstanceState.Failed, "w2:8083", "ConnectException: no such host\n  at Somewhere", null), null));

        var text = PlainText.Of(StatusTable.Of([status], _rates, Now, width: 200), 200);

        Assert.Equal(
            """
            CONNECTOR  TASK  STATE      RECORDS  RECORDS/S  LAG  LAST PROGRESS  WORKER
            orders     0     RUNNING  1,234,567          -   12       90 s ago  w1:8083
            orders     1     FAILED           -          -    -              -  w2:8083
            orders task 1: ConnectException: no such host

            """,
            text);
    }

    [Theory]
    [InlineData("A.ConnectException: Exiting.\n ---> A.ConnectException: Couldn't find 'x'\n ---> System.IO.IOException: no such file\n   at B.C()\n   --- End of inner exception stack trace ---\n   at D.E()",
        "A.ConnectException: Exiting. Cause: A.ConnectException: Couldn't find 'x' Cause: System.IO.IOException: no such file")]
    [InlineData("A.ConnectException: Exiting.\r\n ---> A.B: Couldn't find 'x': no such file.\r\n ---> System.IO.IOException: no such file\r\n   at B.C()", "A.ConnectException: Exiting. Cause: A.B: Couldn't find 'x': no such file.")]
    [InlineData("org.a.ConnectException: Exiting.\n\tat b.c(D.java:1)\nCaused by: java.io.IOException: no such file\n\tat e.f(G.java:1)", "org.a.ConnectException: Exiting. Cause: java.io.IOException: no such file")]
    [InlineData("System.AggregateException: One. (Two.)\n ---> A.B: Two.\n   at C.D()\n ---> (Inner Exception #1) A.B: Three.<---", "System.AggregateException: One. (Two.)")]
    [InlineData("\nIt waits for its plugin.", "It waits for its plugin.")]
    [InlineData("", "")]
    public void A_trace_s_reason_is_what_went_wrong_with_its_causes(string trace, string reason) => Assert.Equal(reason, States.Reason(trace));

    [Fact]
    public void Where_there_is_no_room_for_tasks_a_connector_has_one_line()
    {
        var tasks = Enumerable.Range(0, 30).Select(id => new ConnectorTaskStatus(id, new(InstanceState.Running, "w:1", null, null), new() { Records = 10, TakenAt = Now }));

        var text = PlainText.Of(StatusTable.Of([Status([.. tasks])], _rates, Now, width: 80, linesMax: 24), 80);

        Assert.Contains("orders     30 running  RUNNING      300", text, StringComparison.Ordinal);
        Assert.DoesNotContain("WORKER", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_get_names_of_the_rest_interface_and_nothing_that_is_not_known()
    {
        var status = Status(new ConnectorTaskStatus(0, new(InstanceState.Running, "w:1", null, null), null));

        Assert.Equal(
            """{"event":"status","name":"orders","status":{"name":"orders","type":"source","state":"RUNNING","worker_id":"w:1","tasks":[{"id":0,"state":"RUNNING","worker_id":"w:1"}]}}""",
            JsonOutput.Line(new EventJson("status", "orders", StatusJson.Of(status))));
    }

    [Theory]
    [InlineData(null, "-")]
    [InlineData(0.0, "0")]
    [InlineData(0.52, "0.5")]
    [InlineData(123_456.7, "123,457")]
    public void Rates_are_short(double? rate, string shown) => Assert.Equal(shown, Figures.Rate(rate));

    [Theory]
    [InlineData(-5, "0 s ago")]
    [InlineData(59, "59 s ago")]
    [InlineData(600, "10 min ago")]
    [InlineData(90_000, "25 h ago")]
    [InlineData(900_000, "10 days ago")]
    public void Times_are_told_in_one_unit(int secondsAgo, string shown) => Assert.Equal(shown, Figures.Ago(Now.AddSeconds(-secondsAgo), Now));

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(1_500, "1.5 kB")]
    [InlineData(2_000_000_000, "2.0 GB")]
    public void Bytes_are_told_in_one_unit(long bytes, string shown) => Assert.Equal(shown, Figures.Bytes(bytes));

    private static ConnectorStatus Status(params ConnectorTaskStatus[] tasks) =>
        new("orders", ConnectorKind.Source, new(InstanceState.Running, "w:1", null, null), tasks);
}
