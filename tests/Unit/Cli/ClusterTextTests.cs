extern alias cli;

using cli::OrleansConnect.Cli;
using cli::OrleansConnect.Cli.Rendering;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Client;

namespace OrleansConnect.Tests.Unit.Cli;

public sealed class ClusterTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Movement Moved = new(7, Now.AddMinutes(-5), "orders/1", "w1:8083", "w2:8083", "worker w2:8083 joined");

    [Fact]
    public void A_cluster_is_its_workers_what_nobody_has_and_what_was_moved_and_why()
    {
        var cluster = new ClusterInfo("1.2.3", "abc", "kafka-1", [
            new("w1:8083", "S1", ["orders"], [new("orders", 0)]) { Version = "1.2.3", IsLeader = true, IsLeaving = true },
            new("w2:8083", "S2", [], [new("orders", 1), new("orders", 2)]) { Version = "1.2.4", Labels = ["gpu", "zone-a"] },
        ])
        {
            Unassigned = [new("far/0", "No worker carries the labels.")],
        };
        var output = new StringWriter();

        ClusterText.Write(
            new Terminal(TextReader.Null, output, TextWriter.Null) { Time = new FakeTimeProvider(Now) }, cluster, [Moved, Moved with { Id = 8, What = "far", To = null, Reason = "why not" }]);

        Assert.Equal(
            """
            WORKER   ROLE             CONNECTORS  TASKS  LABELS      VERSION  SILO
            w1:8083  leader, leaving           1      1  -           1.2.3    S1
            w2:8083  worker                    0      2  gpu,zone-a  1.2.4    S2

            UNASSIGNED  WHY
            far/0       No worker carries the labels.

            MOVED     WHEN       FROM     TO       WHY
            orders/1  5 min ago  w1:8083  w2:8083  worker w2:8083 joined
            far       5 min ago  w1:8083  nowhere  why not

            Version 1.2.3, Kafka cluster kafka-1.

            """,
            output.ToString());
    }

    [Fact]
    public void A_movement_is_a_line_for_people_and_for_scripts()
    {
        Assert.Equal($"{Moved.At.ToLocalTime():yyyy-MM-dd HH:mm:ss} orders/1 goes from w1:8083 to w2:8083: worker w2:8083 joined", ClusterText.Line(Moved));
        Assert.Equal(
            """{"id":7,"at":"2026-01-01T11:55:00+00:00","what":"orders/1","from":"w1:8083","to":"w2:8083","reason":"worker w2:8083 joined"}""", JsonOutput.Line(Moved));
    }
}
