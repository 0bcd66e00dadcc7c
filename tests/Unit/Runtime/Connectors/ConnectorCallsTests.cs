using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Tests.Unit.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Connectors;

public sealed class ConnectorCallsTests
{
    private static readonly TimeSpan After = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new(new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly TaskCompletionSource<int> _answer = new();
    private readonly Timers _timers = new();
    private int _changes;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_that_takes_too_long_is_told_until_it_returns()
    {
        var calls = Calls(After);
        var call = calls.RunAsync("StartAsync", typeof(Slow), _ => new ValueTask<int>(_answer.Task), Cancel);
        Assert.Null(calls.Hung);

        _timers.Fire(After);

        Assert.Equal(
            "StartAsync of class 'OrleansConnect.Tests.Unit.Runtime.Connectors.ConnectorCallsTests+Slow' has not returned since 2026-01-02 03:04:05 UTC.", calls.Hung?.Text);
        Assert.Equal(1, _changes);

        _answer.SetResult(7);
        Assert.Equal(7, await call);
        Assert.Null(calls.Hung);
        Assert.Equal((2, 0), (_changes, _timers.Count));
    }

    [Fact]
    public async Task One_that_is_given_up_after_it_was_told_is_left_behind_until_it_returns()
    {
        var calls = Calls(After);
        using var interrupt = new CancellationTokenSource();
        var call = calls.RunAsync("StartAsync", typeof(Slow), _ => new ValueTask<int>(_answer.Task), interrupt.Token);
        _timers.Fire(After);

        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Null(calls.Hung);
        Assert.Equal("StartAsync", Assert.Single(calls.LeftBehind).Method);
        _answer.SetResult(0);
        await Eventually.TrueAsync(() => calls.LeftBehind.Count == 0, "its end");
    }

    [Fact]
    public async Task One_that_is_given_up_has_time_to_end()
    {
        var calls = Calls(After);
        using var interrupt = new CancellationTokenSource();
        var call = calls.RunAsync("StartAsync", typeof(Slow), _ => new ValueTask<int>(_answer.Task), interrupt.Token);

        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Empty(calls.LeftBehind);

        _time.Advance(After);
        await Eventually.TrueAsync(() => calls.LeftBehind.Count == 1, "it is left behind");
    }

    [Fact]
    public async Task What_a_plugin_does_when_it_is_cancelled_holds_up_nobody()
    {
        using var isHeld = new ManualResetEventSlim();
        using var interrupt = new CancellationTokenSource();
        var isCalled = new TaskCompletionSource();
        var call = Calls(After).RunAsync(
            "StartAsync",
            typeof(Slow),
            token =>
            {
                token.Register(isHeld.Wait);
                isCalled.SetResult();
                return new ValueTask<int>(_answer.Task);
            },
            interrupt.Token);
        await isCalled.Task;

        interrupt.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        isHeld.Set();
    }

    [Fact]
    public async Task Where_nobody_wants_to_know_there_is_no_timer()
    {
        _answer.SetResult(1);

        await Calls(TimeSpan.Zero).RunAsync("StartAsync", typeof(Slow), _ => new ValueTask<int>(_answer.Task), Cancel);

        Assert.Equal(0, _timers.Started);
    }

    [Fact]
    public async Task A_plugin_that_does_not_stop_is_left_behind_until_it_has()
    {
        var calls = Calls(After);

        var stopping = calls.StopAsync(new Slow(_answer.Task), After);
        _time.Advance(After);
        await stopping;

        Assert.Equal("DisposeAsync", Assert.Single(calls.LeftBehind).Method);
        Assert.Equal(1, _changes);
        _answer.SetResult(0);
        await Eventually.TrueAsync(() => calls.LeftBehind.Count == 0 && _changes == 2, "its end");
    }

    [Fact]
    public async Task What_a_stop_throws_is_thrown_and_nothing_is_left_behind()
    {
        var calls = Calls(After);
        _answer.SetException(new TimeoutException("its own"));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => calls.StopAsync(new Slow(_answer.Task), TimeSpan.FromSeconds(10)));

        Assert.Equal("its own", error.Message);
        Assert.Empty(calls.LeftBehind);
    }

    private ConnectorCalls Calls(TimeSpan after) => new("c", after, _timers.Start, _time, NullLogger.Instance) { OnChanged = () => _changes++ };

    private sealed class Slow(Task end) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await end;
    }

    private sealed class Timers
    {
        private readonly List<(TimeSpan After, Func<Task> Work)> _timers = [];

        public int Started { get; private set; }

        public int Count => _timers.Count;

        public End Start(TimeSpan after, Func<Task> work)
        {
            Started++;
            _timers.Add((after, work));
            return new End(() => _timers.Remove((after, work)));
        }

        public void Fire(TimeSpan after) => Assert.Single(_timers, timer => timer.After == after).Work();
    }

    internal sealed class End(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
