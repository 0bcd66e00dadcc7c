namespace OrleansConnect.Runtime.Connectors;

/// <summary>A thread of its own for one call into plugin code, whoever makes it. Calls that a connector waits for are watched as well: see <see cref="ConnectorCalls"/>.</summary>
public static class PluginThread
{
    /// <summary>
    /// Runs the call off the current scheduler and without the current execution context, and waits for it until the token is cancelled: a call that ignores its cancellation
    /// goes on alone, its result unseen.
    /// </summary>
    public static Task<T> RunAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken) => Start(call).WaitAsync(cancellationToken);

    /// <summary>
    /// The same for a call that takes a token: one of its own, so that what the plugin registers there runs on another thread than that of whoever cancels, for as long as it likes.
    /// </summary>
    public static Task<T> RunAsync<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken) => Start(call, cancellationToken).WaitAsync(cancellationToken);

    /// <summary>Runs the call in the same way; whoever waits for it bounds that.</summary>
    internal static async Task<T> Start<T>(Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        // Not disposed: a call that was given up may look at it at any time.
        var own = new CancellationTokenSource();
        await using var link = cancellationToken.UnsafeRegister(static own => ((CancellationTokenSource)own!).CancelAsync().Ignore(), own);
        return await Start(() => call(own.Token)).ConfigureAwait(false);
    }

    /// <summary>Runs the call in the same way; whoever waits for it bounds that.</summary>
    internal static Task<T> Start<T>(Func<ValueTask<T>> call)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Factory.StartNew(
                () => call().AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        }
    }
}
