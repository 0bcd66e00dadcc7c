using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class RunningTaskTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _told = new();
    private readonly List<TaskReport> _sent = [];
    private readonly FakeTaskRunner _runner = new();
    private int _unheard;

    [Fact]
    public async Task A_change_that_nobody_heard_is_told_again_soon()
    {
        _unheard = 2;
        await using var task = NewTask();

        task.OnStateChanged(InstanceState.Running, null);
        while (!_told.Task.IsCompleted)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        Assert.Equal([InstanceState.Running], _sent.Select(report => report.Instance.State));
    }

    [Fact]
    public async Task A_runner_that_has_ended_says_nothing_more()
    {
        _unheard = 1;
        await using var task = NewTask();
        task.OnStateChanged(InstanceState.Running, null);

        await task.StopAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Empty(_sent);
    }

    [Fact]
    public async Task A_runner_whose_worker_stops_alone_says_nothing_more_and_is_not_unwanted()
    {
        await using var task = NewTask();
        var local = new LocalTasks();
        local.Add(new("c", 0), task);

        local.Silence();
        task.OnStateChanged(InstanceState.Failed, new InvalidOperationException());

        Assert.True(await task.DeliverAsync());
        Assert.Empty(_sent);
    }

    [Fact]
    public async Task A_start_that_hangs_is_the_reason_why_the_task_is_unassigned_and_is_told_once()
    {
        await using var task = NewTask();
        Assert.Null(task.Report.Instance.Trace);

        (_runner.Call, _runner.Progress) = (new("StartAsync", "x.Task", DateTimeOffset.UnixEpoch), new() { WaitsFor = "start", WaitsSince = DateTimeOffset.UnixEpoch });

        Assert.StartsWith(
            "Task 'c/0' waits for its plugin on worker w: StartAsync of class 'x.Task' has not returned since 1970-01-01 00:00:00 UTC.", task.Report.Instance.Trace, StringComparison.Ordinal);
        Assert.Equal(_runner.Call, task.TakeHung());
        Assert.Null(task.TakeHung());

        task.OnStateChanged(InstanceState.Running, null);
        Assert.Null(task.Report.Instance.Trace);
    }

    [Fact]
    public async Task A_poll_that_waits_is_nothing_to_tell_of()
    {
        await using var task = NewTask();
        (_runner.Call, _runner.Progress) = (new("PollAsync", "x.Task", DateTimeOffset.UnixEpoch), new() { WaitsFor = "poll", WaitsSince = DateTimeOffset.UnixEpoch });

        Assert.Null(task.TakeHung());
    }

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    private RunningTask NewTask() => new(
        new(new("c", 0), ConnectorKind.Sink, 1, new Dictionary<string, string?>(), new Dictionary<string, string>()), "w", _runner, SendAsync, _time);

    private Task<bool> SendAsync(TaskReport report)
    {
        if (_unheard-- > 0)
        {
            return Task.FromException<bool>(new TimeoutException("Nobody answers."));
        }

        _sent.Add(report);
        _told.SetResult();
        return Task.FromResult(true);
    }
}
