namespace OrleansConnect.Runtime.Connectors;

/// <summary>Calls plugin code on a thread of its own.</summary>
public static class PluginCall
{
    /// <summary>
    /// Runs the call off the current scheduler and without the current execution context, and waits for it until the token is cancelled: a call that ignores its cancellation
    /// goes on alone, its result unseen.
    /// </summary>
    public static Task<T> RunAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken) => Start(call).WaitAsync(cancellationToken);

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
