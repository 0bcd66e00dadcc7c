using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class SinkAssignmentTests
{
    private static readonly SinkPartition[] Six = [.. Enumerable.Range(0, 6).Select(partition => new SinkPartition("orders", partition))];

    [Fact]
    public void Partitions_are_divided_evenly()
    {
        var shares = SinkAssignment.Divide(Six, 4, []);

        Assert.Equal([2, 2, 1, 1], shares.Select(share => share.Count).OrderDescending());
        Assert.Equal(Six, shares.SelectMany(share => share).OrderBy(partition => partition.Partition));
    }

    [Fact]
    public void A_partition_stays_with_its_task_when_others_are_added()
    {
        var before = SinkAssignment.Divide(Six, 2, []);

        var after = SinkAssignment.Divide([.. Six, new("orders", 6), new("refunds", 0)], 2, before);

        Assert.All(Enumerable.Range(0, 2), task => Assert.Empty(before[task].Except(after[task])));
    }

    [Fact]
    public void More_tasks_than_partitions_leave_some_idle()
    {
        var shares = SinkAssignment.Divide(Six[..1], 3, []);

        Assert.Equal(1, shares.Count(share => share.Count == 1));
        Assert.Equal(2, shares.Count(share => share.Count == 0));
    }

    [Fact]
    public void Ranges_give_partitions_of_the_same_number_to_the_same_task()
    {
        var partitions = from topic in new[] { "a", "b" } from partition in Enumerable.Range(0, 5) select new SinkPartition(topic, partition);

        var shares = SinkAssignment.DivideByRange(partitions, 2);

        Assert.Equal([new("a", 0), new("a", 1), new("a", 2), new("b", 0), new("b", 1), new("b", 2)], shares[0]);
        Assert.Equal([new("a", 3), new("a", 4), new("b", 3), new("b", 4)], shares[1]);
    }

    [Fact]
    public void Ranges_leave_tasks_without_partitions_when_there_are_too_few()
    {
        var shares = SinkAssignment.DivideByRange([new("a", 0), new("a", 1)], 3);

        Assert.Equal([1, 1, 0], shares.Select(share => share.Count));
    }

    [Theory]
    [InlineData("org.apache.kafka.clients.consumer.RangeAssignor", null, true)]
    [InlineData("org.apache.kafka.clients.consumer.RoundRobinAssignor,org.apache.kafka.clients.consumer.RangeAssignor", null, false)]
    [InlineData(null, "range", true)]
    [InlineData("org.apache.kafka.clients.consumer.CooperativeStickyAssignor", "range", false)]
    [InlineData(null, null, false)]
    public void The_connector_or_else_the_worker_says_whether_it_is_by_range(string? connector, string? worker, bool expected) =>
        Assert.Equal(expected, SinkAssignment.IsByRange(
            new Dictionary<string, string?> { ["consumer.override.partition.assignment.strategy"] = connector },
            new Dictionary<string, string?> { ["consumer.partition.assignment.strategy"] = worker }));
}
