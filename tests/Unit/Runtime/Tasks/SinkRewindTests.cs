using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A sink task that asks for records again: no offset beyond them stays committed, whatever is under way.</summary>
public sealed class SinkRewindTests : IAsyncDisposable
{
    private static readonly TopicPartition First = new("t", 0);
    private static readonly TopicPartition Second = new("t", 1);
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly FakeSinkInput.Group _group = new();
    private readonly ScriptedSinkTask _sink = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rewind_of_the_last_put_counts_when_the_partition_leaves_or_the_task_stops(bool isStopped)
    {
        var (arrived, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var rig = Rig(end: 10);
        _sink.OnPut = async (context, _) =>
        {
            context.Rewind(new Dictionary<TopicPartition, long> { [Second] = 4 });
            arrived.TrySetResult();
            await held.Task;
        };
        await rig.AssignAsync(1, First, Second);
        await arrived.Task;

        var leaving = isStopped ? rig.StopAsync() : rig.AssignAsync(2, First);
        held.SetResult();
        await leaving;

        Assert.Equal(4, _group.Offsets[Second]);
        Assert.Equal(isStopped ? [10L] : [], _group.Offsets.Where(offset => offset.Key == First).Select(offset => offset.Value));
    }

    [Fact]
    public async Task A_rewind_of_the_put_that_fails_the_task_counts()
    {
        await using var rig = Rig(end: 20);
        _sink.OnPut = (context, records) =>
        {
            context.Rewind(records[0].OriginalOffset == 10 ? new() { [First] = 4 } : new Dictionary<TopicPartition, long>());
            return records[0].OriginalOffset == 10 ? throw new InvalidOperationException("broken") : Task.CompletedTask;
        };

        await rig.AssignAsync(1, First);

        await rig.WaitForFailureAsync();
        await rig.StopAsync();
        Assert.Equal(4, _group.Offsets[First]);
    }

    [Fact]
    public async Task A_rewind_while_flushing_is_not_committed_past()
    {
        await using var rig = Rig(end: 10);
        _sink.OnPreCommit = offsets =>
        {
            _sink.Context?.Rewind(new Dictionary<TopicPartition, long> { [First] = 7 });
            return offsets;
        };
        await TakenAsync(rig, 10);

        await rig.StopAsync();

        Assert.Equal(7, _group.Offsets[First]);
    }

    [Fact]
    public async Task A_commit_that_is_answered_after_a_rewind_lets_no_record_be_passed_over()
    {
        var answer = new TaskCompletionSource();
        await using var rig = Rig(end: 20);
        await TakenAsync(rig, 20);
        rig.Input.OnCommit = (_, _) => answer.Task;
        await CommitAsync("pre-commit 0:20");
        RewindOnce(rig, to: 5, end: 12);
        await TakenAsync(27);
        answer.SetResult();
        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(First) == 20, "the answer");

        var isFailing = true;
        _sink.OnPreCommit = offsets =>
        {
            // Not before: what comes next would be read, and committed past, when something else wakes the loop.
            rig.Input.End = 20;
            return isFailing ? throw Once(ref isFailing) : offsets;
        };
        await CommitAsync("pre-commit 0:12");

        await Eventually.TrueAsync(() => _sink.TakenOf(First).Skip(27).Contains(19), "the records from 5 on once more, or those from 12 on");
        Assert.Equal(Enumerable.Range(5, 15).Select(offset => (long)offset), _sink.TakenOf(First).Skip(20).Distinct().Order());
        await rig.StopAsync();
        Assert.Equal(20, _group.Offsets[First]);
    }

    [Fact]
    public async Task A_group_that_has_more_goes_back_to_the_rewound_offset_and_no_restart_passes_over_records()
    {
        await using var rig = Rig(end: 20);
        await TakenAsync(rig, 20);
        await CommitAsync("pre-commit 0:20");
        await Eventually.TrueAsync(() => _group.Offsets.GetValueOrDefault(First) == 20, "the commit");
        RewindOnce(rig, to: 5, end: 5);

        await CommitAsync("pre-commit 0:5");

        await Eventually.TrueAsync(() => _group.Offsets[First] == 5, "the rewound offset");
        Assert.Equal(InstanceState.Running, rig.States.Last);
    }

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    private static ConnectException Once(ref bool isFailing)
    {
        isFailing = false;
        return new("not now");
    }

    private void RewindOnce(SinkRig<ScriptedSinkTask> rig, long to, long end)
    {
        var isDone = false;
        _sink.OnEmptyPut = context =>
        {
            if (!isDone)
            {
                (isDone, rig.Input.End) = (true, end);
                context.Rewind(new Dictionary<TopicPartition, long> { [First] = to });
            }
        };
        rig.Wake();
    }

    /// <summary>Asks once: a second request would be a second commit, after whatever the test does next.</summary>
    private Task CommitAsync(string flush)
    {
        _sink.Context?.RequestCommit();
        return Eventually.TrueAsync(() => _sink.CountOf(flush) > 0, flush);
    }

    private async Task TakenAsync(SinkRig<ScriptedSinkTask> rig, int count)
    {
        await rig.AssignAsync(1, First);
        await TakenAsync(count);
    }

    private Task TakenAsync(int count) => Eventually.TrueAsync(() => _sink.TakenOf(First).Count == count, $"{count} records");

    private SinkRig<ScriptedSinkTask> Rig(long end) => new(_sink, _group) { FlushInterval = Never, Input = { End = end } };
}
