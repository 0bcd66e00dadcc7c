using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using TopicPartitionOffset = OrleansConnect.Kafka.TopicPartitionOffset;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Sink tasks that store offsets beside their data, as the runtime treats them.</summary>
public sealed class SinkClaimsTests
{
    private static readonly TopicPartition First = new("t", 0);
    private static readonly TopicPartition Second = new("t", 1);

    private readonly TableSink.Table _table = new();
    private readonly FakeSinkInput.Group _group = new();

    [Fact]
    public async Task Reads_on_where_the_target_ends_whatever_its_group_says()
    {
        _table.Store(1, [], new Dictionary<TopicPartition, long> { [First] = 40 });
        _group.Offsets[First] = 7;
        _group.Offsets[Second] = 8;
        await using var rig = new SinkRig<TableSink>(new(_table), _group);

        await rig.AssignAsync(2, First, Second);
        await WrittenAsync(First, 40, 100);
        await WrittenAsync(Second, 0, 100);

        Assert.False(rig.Input.HasAskedGroup);
        Assert.Equal([(First, 40L), (Second, -2L)], rig.Input.Starts.Select(start => (start.Partition, start.Start ?? 0)).OrderBy(start => start.Partition.Partition));
        await Eventually.TrueAsync(() => _group.Offsets[First] == 100 && _group.Offsets[Second] == 100, "the group has what the target has");
    }

    [Theory]
    [InlineData(TopicPartitionOffset.End)]
    [InlineData(TopicPartitionOffset.Beginning)]
    public async Task Begins_where_auto_offset_reset_says(long reset)
    {
        _group.Offsets[First] = 7;
        await using var rig = new SinkRig<TableSink>(new(_table), _group) { OffsetReset = reset };

        await rig.AssignAsync(1, First);

        Assert.Equal((First, reset), Assert.Single(rig.Input.Starts));
    }

    [Fact]
    public async Task Fails_when_there_is_no_offset_and_may_be_no_other()
    {
        await using var rig = new SinkRig<TableSink>(new(_table), _group) { OffsetReset = TopicPartitionOffset.Stored };

        await rig.AssignAsync(1, First);

        await rig.WaitForFailureAsync();
        Assert.Contains("'auto.offset.reset' is none", rig.States.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_was_made_anew_fails_the_task()
    {
        _table.Store(1, [], new Dictionary<TopicPartition, long> { [First] = 1000 });
        await using var rig = new SinkRig<TableSink>(new(_table), _group);

        await rig.AssignAsync(2, First);

        await rig.WaitForFailureAsync();
        Assert.StartsWith("Task 'c/0' is to read 't' partition 0 from offset 1000 on", rig.States.Error?.Message, StringComparison.Ordinal);
        Assert.Empty(_table.RowsOf(First));
    }

    [Fact]
    public async Task Puts_nothing_before_it_has_claimed()
    {
        await using var rig = new SinkRig<TableSink>(new(_table), _group);
        var isUnclaimed = false;
        rig.Sink.OnPut = () => isUnclaimed |= rig.Sink.Claims.Count == 0;

        await rig.AssignAsync(1);
        await rig.AssignAsync(2, First);
        await WrittenAsync(First, 0, 100);

        Assert.False(isUnclaimed);
    }

    [Fact]
    public async Task A_task_that_does_not_store_offsets_has_its_groups()
    {
        _group.Offsets[First] = 7;
        await using var rig = new SinkRig<TableSink>(new(_table), _group);
        rig.Sink.StoresOffsets = false;

        await rig.AssignAsync(1, First);
        await WrittenAsync(First, 7, 100);

        Assert.Empty(rig.Sink.Claims);
    }

    [Fact]
    public async Task Partitions_move_between_tasks_and_each_record_is_written_once()
    {
        await using var one = new SinkRig<TableSink>(new(_table), _group);
        await using var other = new SinkRig<TableSink>(new(_table), _group);
        (one.Input.End, other.Input.End) = (5000, 5000);
        await one.AssignAsync(1, First, Second);
        await other.AssignAsync(2);

        for (var generation = 3; generation < 43; generation += 2)
        {
            var (from, to) = generation % 4 == 3 ? (one, other) : (other, one);
            await from.AssignAsync(generation, First);
            await to.AssignAsync(generation + 1, Second);
            await from.AssignAsync(generation + 1);
            await to.AssignAsync(generation + 2, First, Second);
        }

        await WrittenAsync(First, 0, 5000);
        await WrittenAsync(Second, 0, 5000);
    }

    [Fact]
    public async Task A_task_that_was_replaced_fails_and_writes_nothing_more()
    {
        await using var zombie = new SinkRig<TableSink>(new(_table), _group);
        zombie.Input.End = 50;
        await zombie.AssignAsync(1, First);
        await WrittenAsync(First, 0, 50);
        await using var next = new SinkRig<TableSink>(new(_table), _group);
        await next.AssignAsync(2, First);

        zombie.Input.End = 100;

        await zombie.WaitForFailureAsync();
        Assert.IsType<FencedException>(zombie.States.Error?.InnerException ?? zombie.States.Error);
        await WrittenAsync(First, 0, 100);
    }

    [Fact]
    public async Task A_claim_behind_a_later_one_fails()
    {
        _table.Claim([First], 5);
        await using var late = new SinkRig<TableSink>(new(_table), _group);

        await late.AssignAsync(4, First);

        await late.WaitForFailureAsync();
        Assert.IsType<FencedException>(late.States.Error);
        await late.StopAsync();
        Assert.Empty(_table.RowsOf(First));
        Assert.Equal(0, late.Sink.Flushes);
    }

    [Fact]
    public async Task Offsets_behind_dropped_records_are_stored()
    {
        await using var rig = new SinkRig<TableSink>(new(_table), _group);
        rig.Input.Dropped.UnionWith(Enumerable.Range(50, 50).Select(offset => (long)offset));

        await rig.AssignAsync(1, First);

        await Eventually.TrueAsync(() => _table.NextOf(First) == 100, "the last offset is stored");
        Assert.Equal(50, _table.RowsOf(First).Count);
    }

    [Fact]
    public async Task A_put_of_which_nobody_knows_whether_it_was_stored_is_looked_up()
    {
        await using var rig = new SinkRig<TableSink>(new(_table), _group);
        var puts = 0;
        rig.Sink.OnStored = () =>
        {
            if (++puts % 3 == 0)
            {
                throw new RetriableException("The answer was lost.");
            }
        };
        rig.Sink.OnPut = () =>
        {
            if (++puts % 5 == 0)
            {
                throw new RetriableException("The connection was lost.");
            }
        };

        await rig.AssignAsync(1, First, Second);

        await WrittenAsync(First, 0, 100);
        await WrittenAsync(Second, 0, 100);
        Assert.All(rig.Sink.Claims, claim => Assert.Equal((1L, 2), (claim.Generation, claim.Partitions.Length)));
    }

    [Fact]
    public async Task A_put_that_fails_for_good_is_not_followed_by_a_flush()
    {
        await using var rig = new SinkRig<TableSink>(new(_table), _group);
        rig.Input.End = 10;
        rig.Sink.OnStored = () => throw new ConnectException("Broken.");

        await rig.AssignAsync(1, First);

        await rig.WaitForFailureAsync();
        await rig.StopAsync();
        Assert.Equal(0, rig.Sink.Flushes);
        Assert.Empty(_group.Offsets);
    }

    [Fact]
    public async Task A_flush_that_fails_for_good_fails_the_task()
    {
        await using var rig = new SinkRig<TableSink>(new(_table), _group);
        await rig.AssignAsync(1, First);
        await WrittenAsync(First, 0, 100);

        rig.Sink.OnPut = () => throw new ConnectException("Broken.");

        await rig.WaitForFailureAsync();
        Assert.Contains("Broken.", rig.States.Error?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_that_may_succeed_later_is_repeated()
    {
        await using var rig = new SinkRig<TableSink>(new(_table), _group);
        rig.Sink.OnClaim = () =>
        {
            if (rig.Sink.Claims.Count < 3)
            {
                throw new RetriableException("Not now.");
            }
        };

        await rig.AssignAsync(1, First);

        await WrittenAsync(First, 0, 100);
    }

    [Fact]
    public async Task A_task_that_knows_better_begins_elsewhere()
    {
        _table.Store(1, [], new Dictionary<TopicPartition, long> { [First] = 40 });
        await using var rig = new SinkRig<TableSink>(new(_table), _group);
        rig.Sink.OnOpen = context => context.Rewind(new Dictionary<TopicPartition, long> { [First] = 90 });

        await rig.AssignAsync(2, First);

        await WrittenAsync(First, 90, 100);
    }

    [Fact]
    public async Task All_positions_are_stored_when_some_partitions_leave()
    {
        await using var rig = new SinkRig<TableSink>(new(_table), _group);
        await rig.AssignAsync(1, First, Second);
        await WrittenAsync(First, 0, 100);
        await WrittenAsync(Second, 0, 100);

        await rig.AssignAsync(2, First);

        Assert.Equal(2, rig.Sink.LastFlushOf(Second).Count);
        Assert.Equal([First], rig.Sink.Context?.Assignment);
    }

    [Fact]
    public async Task Nothing_is_put_behind_a_record_whose_report_is_not_safe()
    {
        var report = new TaskCompletionSource();
        await using var rig = new SinkRig<TableSink>(new(_table), _group);
        await rig.Reports.AddAsync(report.Task, TestContext.Current.CancellationToken);
        await rig.AssignAsync(1, First);
        Assert.Empty(_table.RowsOf(First));

        report.SetResult();

        await WrittenAsync(First, 0, 100);
    }

    private async Task WrittenAsync(TopicPartition partition, int from, int until)
    {
        await Eventually.TrueAsync(() => _table.RowsOf(partition).Contains(until - 1), $"{partition} is written until {until}");
        Assert.Equal(Enumerable.Range(from, until - from).Select(offset => (long)offset), _table.RowsOf(partition));
    }
}
