using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Partitions that leave a sink task, one by one or with its end: flushed, committed, closed, and nothing of them afterwards.</summary>
public sealed class SinkRevocationTests : IAsyncDisposable
{
    private static readonly TopicPartition First = new("t", 0);
    private static readonly TopicPartition Second = new("t", 1);
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly FakeSinkInput.Group _group = new();
    private readonly ScriptedSinkTask _sink = new();

    [Fact]
    public async Task A_partition_is_flushed_committed_and_closed_and_never_committed_again()
    {
        await using var rig = Rig(end: 10);
        await TakenAsync(rig, 10);

        await rig.AssignAsync(2, First);

        Assert.Equal(["pre-commit 1:10", "commit 1:10", "close 1"], _sink.Calls.TakeLast(3));
        Assert.Equal([First], _sink.Context?.Assignment);
        rig.Input.End = 30;
        await rig.StopAsync();
        Assert.Equal(1, _sink.Calls.Count(call => call.StartsWith("commit", StringComparison.Ordinal) && call.Contains("1:", StringComparison.Ordinal)));
        Assert.Equal(10, _group.Offsets[Second]);
    }

    [Fact]
    public async Task Records_that_were_to_come_again_leave_with_their_partition()
    {
        var isFailing = true;
        await using var rig = Rig(end: 10);
        _sink.OnPut = (context, _) =>
        {
            context.Timeout(TimeSpan.FromMilliseconds(5));
            return isFailing ? throw new RetriableException("not now") : Task.CompletedTask;
        };
        await rig.AssignAsync(1, First, Second);
        await Eventually.TrueAsync(() => _sink.CountOf("put 0:0-1:9") > 1, "attempts");

        await rig.AssignAsync(2, First);
        isFailing = false;

        await Eventually.TrueAsync(() => _sink.TakenOf(First).Count == 10, "the records of the other");
        Assert.Empty(_sink.TakenOf(Second));
        Assert.DoesNotContain(Second, _group.Offsets.Keys);
    }

    [Fact]
    public async Task A_flush_that_fails_commits_nothing_and_the_partition_leaves()
    {
        await using var rig = Rig(end: 10);
        _sink.OnPreCommit = offsets => offsets.ContainsKey(First) ? offsets : throw new ConnectException("broken");
        await TakenAsync(rig, 10);

        await rig.AssignAsync(2, First);

        Assert.Equal(["pre-commit 1:10", "close 1"], _sink.Calls.TakeLast(2));
        Assert.Empty(_group.Offsets);
        Assert.Equal((InstanceState.Running, 10), (rig.States.Last, _sink.TakenOf(Second).Count));
    }

    [Fact]
    public async Task A_commit_without_an_answer_holds_up_nobody_for_longer_than_its_timeout()
    {
        await using var rig = Rig(end: 10);
        rig.FlushTimeout = TimeSpan.FromMilliseconds(50);
        await TakenAsync(rig, 10);
        rig.Input.OnCommit = (_, cancellationToken) => Task.Delay(Never, TimeProvider.System, cancellationToken);

        await rig.AssignAsync(2, First);

        Assert.Equal("close 1", _sink.Calls[^1]);
        Assert.Equal(InstanceState.Running, rig.States.Last);
        Assert.Empty(_group.Offsets);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_partition_that_leaves_during_a_commit_waits_for_its_answer_as_long_as_a_commit_may_take(bool isAnswered)
    {
        var answer = new TaskCompletionSource();
        await using var rig = Rig(end: 10);
        rig.FlushTimeout = isAnswered ? TimeSpan.FromSeconds(60) : TimeSpan.FromMilliseconds(50);
        await TakenAsync(rig, 10);
        var commit = rig.Input.OnCommit;
        rig.Input.OnCommit = async (offsets, cancellationToken) =>
        {
            await commit(offsets, cancellationToken);
            await (_sink.CountOf("commit") == 1 ? answer.Task : Task.CompletedTask);
        };
        _sink.Context?.RequestCommit();
        rig.Wake();
        await Eventually.TrueAsync(() => _sink.CountOf("commit 0:10 1:10") == 1, "the commit");

        var leaving = rig.AssignAsync(2, First);
        if (isAnswered)
        {
            Assert.Equal(0, _sink.CountOf("close"));
            answer.SetResult();
        }

        await leaving;
        answer.TrySetResult();

        // What was committed with the others is not committed again.
        Assert.Equal(isAnswered ? ["pre-commit 1:10", "close 1"] : ["pre-commit 1:10", "commit 1:10", "close 1"], _sink.Calls.TakeLast(isAnswered ? 2 : 3));
        Assert.Equal(10, _group.Offsets[Second]);
        Assert.Equal(InstanceState.Running, rig.States.Last);
    }

    [Fact]
    public async Task A_task_with_another_configuration_goes_on_where_the_one_before_ended()
    {
        await using var before = Rig(end: 25);
        await TakenAsync(before, 25);
        await before.StopAsync();
        Assert.Equal(["pre-commit 0:25 1:25", "commit 0:25 1:25", "close 0 1"], _sink.Calls.TakeLast(3));
        var next = new ScriptedSinkTask();
        await using var after = new SinkRig<ScriptedSinkTask>(next, _group) { Input = { End = 40 } };

        await after.AssignAsync(2, First, Second);

        await Eventually.TrueAsync(() => _group.Offsets[First] == 40 && _group.Offsets[Second] == 40, "the rest");
        Assert.Equal(Enumerable.Range(25, 15).Select(offset => (long)offset), next.TakenOf(First));
        Assert.Equal(next.TakenOf(First), next.TakenOf(Second));
    }

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    private async Task TakenAsync(SinkRig<ScriptedSinkTask> rig, int count)
    {
        await rig.AssignAsync(1, First, Second);
        await Eventually.TrueAsync(() => _sink.TakenOf(First).Count == count && _sink.TakenOf(Second).Count == count, "the records");
    }

    private SinkRig<ScriptedSinkTask> Rig(long end)
    {
        var rig = new SinkRig<ScriptedSinkTask>(_sink, _group) { FlushInterval = Never, Input = { End = end } };
        rig.Input.OnCommit = (offsets, _) =>
        {
            _sink.Note($"commit {ScriptedSinkTask.Text(offsets)}");
            return Task.CompletedTask;
        };
        return rig;
    }
}
