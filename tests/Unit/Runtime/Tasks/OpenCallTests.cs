using OrleansConnect.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Which call into a task its runner waits for.</summary>
public sealed class OpenCallTests : IAsyncDisposable
{
    private readonly SourceRig _rig = new();
    private readonly TaskCompletionSource _released = new();

    [Fact]
    public async Task A_start_that_does_not_return_is_named_until_it_does()
    {
        _rig.Source.OnStart = _ => new(_released.Task);
        _rig.Source.PollOnce();
        _rig.Host.Start();

        await Eventually.TrueAsync(() => _rig.Host.Progress is { WaitsSince: not null, StalledSince: not null }, "a start that takes long");
        Assert.Equal(("StartAsync", typeof(ScriptedSource).FullName), (_rig.Host.Call?.Method, _rig.Host.Call?.ClassName));

        _released.SetResult();
        await _rig.States.WaitForAsync(InstanceState.Running);
        await Eventually.TrueAsync(() => _rig.Host.Call?.Method is null or "PollAsync", "its end");
    }

    [Fact]
    public async Task A_poll_that_waits_is_told_with_its_time_and_is_no_stall()
    {
        _rig.Source.PollOnce();
        await _rig.StartedAsync();

        await Eventually.TrueAsync(() => _rig.Host.Progress.WaitsSince is not null, "a poll that takes long");

        Assert.Equal("PollAsync", _rig.Host.Call?.Method);
        Assert.Null(_rig.Host.Progress.StalledSince);
    }

    [Fact]
    public async Task A_stop_that_does_not_return_is_named_after_the_task_was_abandoned_until_it_does()
    {
        _rig.Source.OnDispose = () => new(_released.Task);
        _rig.Source.PollOnce();
        await _rig.StartedAsync();

        await _rig.StopAsync(TimeSpan.FromMilliseconds(20));

        await Eventually.TrueAsync(() => _rig.Host.Call?.Method == "DisposeAsync", "the call that hangs");
        Assert.False(_rig.Host.Ended.IsCompleted);
        _released.SetResult();
        await _rig.Host.Ended.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Null(_rig.Host.Call);
    }

    public ValueTask DisposeAsync()
    {
        _released.TrySetResult();
        return _rig.DisposeAsync();
    }
}
