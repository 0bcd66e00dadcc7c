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
}
