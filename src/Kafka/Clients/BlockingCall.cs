namespace OrleansConnect.Kafka.Clients;

/// <summary>
/// Runs a function of librdkafka that blocks on a thread of its own, so that a slow cluster cannot use up the thread pool.
/// A cancellation ends the waiting, not the call: the client then lives until the call has returned.
/// </summary>
internal static class BlockingCall
{
    public static Task<T> RunAsync<T>(NativeClient client, Func<nint, T> call, CancellationToken cancellationToken)
    {
        client.Acquire();
        return Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return call(client.Handle);
                }
                finally
                {
                    client.Release();
                }
            },
            CancellationToken.None, // a call that never ran would keep the client alive
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default).WaitAsync(cancellationToken);
    }
}
