using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class RunningTaskTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _told = new();
    private readonly List<TaskReport> _sent = [];
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

    private RunningTask NewTask() => new(
        new(new("c", 0), ConnectorKind.Sink, 1, new Dictionary<string, string?>(), new Dictionary<string, string>()), "w", new FakeTaskRunner(), SendAsync, _time);

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
