using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>How a sink task is given its records: again after an error that may pass, from elsewhere after a rewind, and not of partitions that it paused.</summary>
public sealed class SinkDeliveryTests : IAsyncDisposable
{
    private static readonly TopicPartition First = new("t", 0);
    private static readonly TopicPartition Second = new("t", 1);

    private readonly FakeSinkInput.Group _group = new();
    private readonly ScriptedSinkTask _sink = new();

    [Fact]
    public async Task A_put_that_may_succeed_later_is_given_the_same_records_again_and_commits_go_on()
    {
        var isFailing = true;
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Input = { End = 30 } };
        _sink.OnPut = (context, records) =>
        {
            context.Timeout(TimeSpan.FromMilliseconds(5));
            return records[0].OriginalOffset == 10 && isFailing ? throw new RetriableException("not now") : Task.CompletedTask;
        };

        await rig.AssignAsync(1, First);
        await Eventually.TrueAsync(() => _sink.CountOf("put 0:10-0:19") > 5, "attempts");
        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(First) == 10, "the commit of what was put before");
        Assert.Equal((InstanceState.Running, 10), (rig.States.Last, _sink.TakenOf(First).Count));
        Assert.Equal(0, _sink.CountOf("put 0:20"));
        isFailing = false;

        await Eventually.TrueAsync(() => _group.Offsets[First] == 30, "the rest");
        Assert.Equal(Numbers(0, 30), _sink.TakenOf(First));
        Assert.True(rig.Host.Progress.Errors!.Retries > 5);
    }

    [Fact]
    public async Task A_put_that_fails_for_good_fails_the_task_and_what_was_put_before_is_committed()
    {
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { FlushInterval = TimeSpan.FromHours(1) };
        _sink.OnPut = (_, records) => records[0].OriginalOffset == 20 ? throw new InvalidOperationException("broken") : Task.CompletedTask;

        await rig.AssignAsync(1, First);

        await rig.WaitForFailureAsync();
        await rig.StopAsync();
        Assert.StartsWith("Exiting WorkerSinkTask due to unrecoverable exception.", rig.States.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(20, _group.Offsets[First]);
        Assert.Equal("close 0", _sink.Calls[^1]);
    }

    [Fact]
    public async Task A_rewind_is_followed_before_the_next_put()
    {
        var hasRewound = false;
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Input = { End = 30 } };
        _sink.OnPut = (context, records) =>
        {
            if (records[0].OriginalOffset == 20 && !hasRewound)
            {
                hasRewound = true;
                context.Rewind(new Dictionary<TopicPartition, long> { [First] = 5, [new("t", 9)] = 3 });
            }

            return Task.CompletedTask;
        };

        await rig.AssignAsync(1, First);

        await Eventually.TrueAsync(() => _sink.TakenOf(First).Count == 55 && _group.Offsets.GetValueOrDefault(First) == 30, "all records, and those from 5 on again");
        Assert.Equal([.. Numbers(0, 30), .. Numbers(5, 25)], _sink.TakenOf(First));
        Assert.Equal(InstanceState.Running, rig.States.Last);
    }

    [Fact]
    public async Task A_rewind_takes_the_place_of_records_that_were_to_come_again()
    {
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Input = { End = 20 } };
        _sink.OnPut = (context, records) =>
        {
            context.Timeout(TimeSpan.FromMilliseconds(5));
            if (records[0].OriginalTopicPartition != First || records[0].OriginalOffset != 10)
            {
                return Task.CompletedTask;
            }

            context.Rewind(new Dictionary<TopicPartition, long> { [First] = 12 });
            throw new RetriableException("not now");
        };

        await rig.AssignAsync(1, First, Second);

        await Eventually.TrueAsync(() => _sink.TakenOf(First).Count == 18 && _sink.TakenOf(Second).Count == 20, "the records but two");
        Assert.Equal([.. Numbers(0, 10), .. Numbers(12, 8)], _sink.TakenOf(First));
        Assert.Equal(Numbers(0, 20), _sink.TakenOf(Second));
    }

    [Fact]
    public async Task A_partition_that_the_task_paused_waits_until_it_is_resumed()
    {
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Input = { End = 50 } };
        _sink.OnPut = (context, _) =>
        {
            if (_sink.TakenOf(First).Count == 0)
            {
                context.Pause([First]);
            }

            return Task.CompletedTask;
        };
        await rig.AssignAsync(1, First, Second);
        await Eventually.TrueAsync(() => _sink.TakenOf(Second).Count == 50, "the other partition");
        Assert.Equal(Numbers(0, 10), _sink.TakenOf(First));

        await PauseAndResumeConnectorAsync(rig);
        Assert.Equal(10, _sink.TakenOf(First).Count);
        _sink.OnEmptyPut = context => context.Resume([First]);

        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(First) == 50, "the rest");
        Assert.Equal(Numbers(0, 50), _sink.TakenOf(First));
    }

    [Fact]
    public async Task Partitions_of_others_cannot_be_paused()
    {
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group);
        _sink.OnPut = (context, _) =>
        {
            context.Pause([Second]);
            return Task.CompletedTask;
        };

        await rig.AssignAsync(1, First);

        await rig.WaitForFailureAsync();
        Assert.StartsWith(
            "SinkTasks may not pause partitions that are not currently assigned to them", rig.States.Error?.InnerException?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_connectors_task_has_its_turns_and_commits_and_gets_no_records()
    {
        await using var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { Input = { End = 10 } };
        await rig.AssignAsync(1, First);
        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(First) == 10, "the first records");

        rig.Host.SetPaused(true);
        await rig.States.WaitForAsync(InstanceState.Paused);
        rig.Input.End = 20;
        var turns = _sink.EmptyPuts;
        await Eventually.TrueAsync(() => _sink.EmptyPuts > turns + 3, "turns");
        Assert.Equal(10, _sink.TakenOf(First).Count);
        rig.Host.SetPaused(false);

        await Eventually.TrueAsync(() => _group.Offsets[First] == 20, "the other records");
    }

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    private static async Task PauseAndResumeConnectorAsync(SinkRig<ScriptedSinkTask> rig)
    {
        rig.Host.SetPaused(true);
        await rig.States.WaitForAsync(InstanceState.Paused);
        rig.Host.SetPaused(false);
        await rig.States.WaitForAsync(InstanceState.Running);
    }

    private static IEnumerable<long> Numbers(int from, int count) => Enumerable.Range(from, count).Select(number => (long)number);
}
