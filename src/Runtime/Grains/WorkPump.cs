using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Runs one piece of work again whenever it is signalled, never twice at a time, with a pause that grows while it fails. The work brings a grain's world into the wanted
/// state, so one run serves any number of signals. For use on one grain's scheduler only.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design", "CA1001", Justification = "The token source has neither timer nor wait handle, and grains are not disposed but deactivated.")]
internal sealed class WorkPump(Func<CancellationToken, Task> work, Action<Exception, TimeSpan> onError, TimeProvider time)
{
    /// <summary>The pause after the first failure.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource? _pause;
    private Task _loop = Task.CompletedTask;
    private bool _isSignalled;
    private bool _isStopped;

    /// <summary>Whether it has nothing to do.</summary>
    public bool IsIdle => _loop.IsCompleted;

    /// <summary>Waits until it has nothing to do, or that long.</summary>
    public async Task WhenIdleAsync(TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await _loop.WaitAsync(patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Whoever waited looks at what there is.
        }
    }

    /// <summary>Asks for a run that begins after now.</summary>
    public void Signal()
    {
        _isSignalled = true;
        _pause?.Cancel();
        if (_loop.IsCompleted && !_isStopped)
        {
            _loop = RunAsync();
        }
    }

    /// <summary>Cancels what runs and waits for it, to be called once. Signals afterwards do nothing.</summary>
    public async Task StopAsync()
    {
        _isStopped = true;
        await _stop.CancelAsync();
        await _loop;
    }

    private async Task RunAsync()
    {
        // Leave the caller's turn first: a signal never runs the work within itself.
        // And its request context: a placement hint in there is not for the calls of the work.
        await Task.Yield();
        RequestContext.Clear();
        var backoff = new Backoff(time, FirstPause, LongestPause);
        while (_isSignalled && !_isStopped)
        {
            _isSignalled = false;
            try
            {
                await work(_stop.Token);
                backoff.Reset();
            }
            catch (OperationCanceledException) when (_isStopped)
            {
                return;
            }
            catch (Exception error)
            {
                var pause = backoff.Take();
                onError(error, pause);
                await PauseAsync(pause);
                _isSignalled = true;
            }
        }
    }

    private async Task PauseAsync(TimeSpan duration)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        _pause = pause;
        await Task.Delay(duration, time, pause.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _pause = null;
    }
}
