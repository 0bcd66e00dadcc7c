using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class PartitionHandoverTests
{
    private static readonly SinkPartition First = new("t", 0);
    private static readonly SinkPartition Second = new("t", 1);
    private static readonly SinkPartition Third = new("t", 2);

    private readonly List<(int Task, IReadOnlyList<SinkPartition> Partitions)> _asked = [];
    private readonly Dictionary<int, TaskCompletionSource> _stuck = [];
    private readonly HashSet<int> _gone = [];
    private readonly TaskSlot _one = new(0, 1) { StartedGeneration = 1 };
    private readonly TaskSlot _two = new(1, 2) { StartedGeneration = 2 };
    private readonly PartitionHandover _handover;
    private readonly List<long> _generations = [];
    private long _generation;
    private int _late;

    public PartitionHandoverTests() => _handover = new(() => Task.FromResult(++_generation), AssignAsync, () => Interlocked.Increment(ref _late), TimeProvider.System);

    [Fact]
    public async Task A_partition_is_given_up_before_another_task_takes_it()
    {
        await RunAsync([First, Second, Third], []);

        await RunAsync([First, Second], [Third]);

        Assert.Equal([[First, Second, Third], [First, Second], [Third]], _asked.Select(asked => asked.Partitions));
        Assert.Equal([0, 0, 1], _asked.Select(asked => asked.Task));
    }

    [Fact]
    public async Task Tasks_that_have_what_they_are_to_have_are_left_alone()
    {
        await RunAsync([First], [Second]);
        _asked.Clear();

        await RunAsync([First], [Second, Third]);

        Assert.Equal(1, Assert.Single(_asked).Task);
    }

    [Fact]
    public async Task A_task_that_hangs_keeps_what_it_has_and_disturbs_nobody()
    {
        await RunAsync([First, Second], [Third]);
        _stuck[0] = new();

        await RunAsync([First], [Second, Third]);
        Assert.Equal([Third], _two.MayHold);

        _stuck.Remove(0, out var stuck);
        stuck!.SetResult();
        while (Volatile.Read(ref _late) == 0)
        {
            await Task.Yield();
        }

        await RunAsync([First], [Second, Third]);
        Assert.Equal([First], _one.MayHold);
        Assert.Equal([Second, Third], _two.MayHold.OrderBy(partition => partition.Partition));
    }

    [Fact]
    public async Task What_a_task_may_not_have_heard_is_not_given_to_another_one()
    {
        await RunAsync([First, Second], [Third]);
        _stuck[0] = new();
        _stuck[0].SetException(new TimeoutException("no answer"));

        await Assert.ThrowsAsync<TimeoutException>(() => RunAsync([First], [Second, Third]));

        Assert.Contains(Second, _one.MayHold);
        Assert.DoesNotContain(Second, _two.MayHold);
        _stuck.Clear();
        await RunAsync([First], [Second, Third]);
        Assert.Contains(Second, _two.MayHold);
    }

    [Fact]
    public async Task A_partition_that_changes_its_task_has_a_higher_generation_there()
    {
        await RunAsync([First, Second], [Third]);
        await RunAsync([First, Second], [Third]);

        await RunAsync([First], [Second, Third]);

        Assert.Equal([(0, 1L), (1, 1L), (0, 2L), (1, 3L)], _asked.Select(asked => asked.Task).Zip(_generations));
    }

    [Fact]
    public async Task A_task_whose_runner_is_gone_is_lost_and_keeps_what_it_may_be_reading()
    {
        await RunAsync([First], [Second]);
        _gone.Add(0);

        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync([First, Third], [Second]));

        Assert.True(_one.IsLost);
        Assert.Contains(First, _one.MayHold);
        Assert.False(_two.IsLost);
        Assert.Equal([Second], _two.MayHold);
    }

    private Task RunAsync(IReadOnlyList<SinkPartition> one, IReadOnlyList<SinkPartition> two)
    {
        (_one.Partitions, _two.Partitions) = (one, two);
        return _handover.RunAsync([_one, _two], []);
    }

    private async Task<bool> AssignAsync(TaskSlot slot, SinkPartitions assigned)
    {
        _asked.Add((slot.Index, assigned.Partitions));
        _generations.Add(assigned.Generation);
        if (_stuck.TryGetValue(slot.Index, out var stuck))
        {
            await stuck.Task;
        }

        return !_gone.Contains(slot.Index);
    }
}
