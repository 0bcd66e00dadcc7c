using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class ConnectorTroublesTests
{
    private static readonly SiloAddress Here = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);
    private static readonly SiloAddress Dead = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 2), 1);

    private readonly ConnectorCalls _calls;
    private readonly ConnectorTroubles _troubles;
    private Func<Task> _onLate = () => Task.CompletedTask;

    public ConnectorTroublesTests()
    {
        _calls = new("c", TimeSpan.FromSeconds(1), Later, new FakeTimeProvider(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), NullLogger.Instance);
        _troubles = new("c", "w:1", _calls, Here.Equals);
    }

    [Fact]
    public void Without_any_there_is_no_text() => Assert.Null(_troubles.Text);

    [Fact]
    public async Task A_call_that_hangs_explains_a_connector_that_does_not_run_and_none_that_does()
    {
        _troubles.Failure = "Kafka is away.";
        var answer = new TaskCompletionSource<int>();
        var call = _calls.RunAsync("StartAsync", typeof(string), _ => new ValueTask<int>(answer.Task), TestContext.Current.CancellationToken);
        await _onLate();

        const string Hung = "Connector 'c' waits for its plugin on worker w:1: StartAsync of class 'System.String' has not returned since 2026-01-02 03:04:05 UTC.";
        Assert.StartsWith($"Kafka is away.\n{Hung}", _troubles.Text, StringComparison.Ordinal);
        Assert.StartsWith(Hung, _troubles.Explain(In(InstanceState.Unassigned)).Trace, StringComparison.Ordinal);
        Assert.StartsWith(Hung, _troubles.Explain(In(InstanceState.Restarting)).Trace, StringComparison.Ordinal);
        Assert.Null(_troubles.Explain(In(InstanceState.Running)).Trace);
        Assert.Equal("why", _troubles.Explain(In(InstanceState.Unassigned) with { Trace = "why" }).Trace);

        answer.SetResult(1);
        await call;
        Assert.Equal("Kafka is away.", _troubles.Text);
    }

    [Fact]
    public void Tasks_that_were_left_behind_are_told_of_while_they_and_their_workers_are_there()
    {
        var first = new LeftBehindTask(Here, 0, 1, "The first.", HasEnded: false);
        _troubles.Take(first);
        _troubles.Take(first with { Generation = 2, Text = "The second." });
        _troubles.Take(new(Dead, 0, 3, "Elsewhere.", HasEnded: false));
        Assert.Equal("The second. There are 2 of this kind.", _troubles.Text);

        _troubles.Take(first with { Generation = 2, HasEnded = true });
        Assert.Equal("The first.", _troubles.Text);

        _troubles.Take(first with { HasEnded = true });
        Assert.Null(_troubles.Text);
    }

    private static InstanceStatus In(InstanceState state) => new(state, "w:1", null, null);

    private MemoryStream Later(TimeSpan after, Func<Task> work)
    {
        _onLate = work;
        return new();
    }
}
