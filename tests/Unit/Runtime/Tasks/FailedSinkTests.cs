using OrleansConnect.Abstractions.Data;
using OrleansConnect.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A sink task that has failed says so at once, and gives up its partitions when it has flushed and committed.</summary>
public sealed class FailedSinkTests : IAsyncDisposable
{
    private static readonly TopicPartition First = new("t", 0);

    private readonly FakeSinkInput.Group _group = new();
    private readonly ScriptedSinkTask _sink = new();
    private readonly TaskCompletionSource _flushing = new();
    private readonly ManualResetEventSlim _held = new();

    [Fact]
    public async Task Its_partitions_are_free_after_its_last_flush_and_commit()
    {
        await using var rig = await FailedAsync(new(_sink, _group));

        var leaving = rig.AssignAsync(2);
        Assert.False(leaving.IsCompleted);
        _held.Set();
        await leaving;

        Assert.Equal(10, _group.Offsets[First]);
        Assert.Equal("close 0", _sink.Calls[^1]);
    }

    [Fact]
    public async Task One_that_does_not_close_is_abandoned_and_commits_nothing_any_more()
    {
        await using var rig = await FailedAsync(new(_sink, _group) { CloseTimeout = TimeSpan.FromMilliseconds(20) });

        await rig.AssignAsync(2);
        _held.Set();

        await Eventually.TrueAsync(() => _sink.CountOf("close 0") == 1, "its end");
        Assert.Empty(_group.Offsets);
        Assert.Equal(InstanceState.Failed, rig.States.Last);
    }

    [Fact]
    public async Task It_stays_failed_when_it_is_stopped()
    {
        await using var rig = await FailedAsync(new(_sink, _group));
        _held.Set();

        await rig.StopAsync();

        Assert.Equal([InstanceState.Running, InstanceState.Failed], rig.States.All);
    }

    public ValueTask DisposeAsync()
    {
        _held.Dispose();
        return _sink.DisposeAsync();
    }

    // Its second put fails, and its last flush blocks its thread.
    private async Task<SinkRig<ScriptedSinkTask>> FailedAsync(SinkRig<ScriptedSinkTask> rig)
    {
        rig.FlushInterval = TimeSpan.FromHours(1);
        _sink.OnPut = (_, records) => records[0].OriginalOffset == 10 ? throw new InvalidOperationException("broken") : Task.CompletedTask;
        _sink.OnPreCommit = offsets =>
        {
            _flushing.SetResult();
            _held.Wait(TestContext.Current.CancellationToken);
            return offsets;
        };
        await rig.AssignAsync(1, First);
        await rig.WaitForFailureAsync();
        await _flushing.Task;
        return rig;
    }
}
