namespace OrleansConnect.Runtime.Connectors;

/// <summary>Calls plugin code on a thread of its own.</summary>
public static class PluginCall
{
    /// <summary>
    /// Runs the call off the current scheduler and without the current execution context, and waits for it until the token is cancelled: a call that ignores its cancellation
    /// goes on alone, its result unseen.
    /// </summary>
    public static async Task<T> RunAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        Task<T> running;
        using (ExecutionContext.SuppressFlow())
        {
            running = Task.Factory.StartNew(
                () => call().AsTask(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        }

        return await running.WaitAsync(cancellationToken);
    }
}
