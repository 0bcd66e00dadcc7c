namespace OrleansConnect.Kafka.Clients;

/// <summary>
/// Wakes whoever waits. Ask for the <see cref="Next"/> pulse, look whether there is still reason to wait, then await it:
/// a pulse in between is not missed.
/// </summary>
internal sealed class AsyncPulse
{
    private TaskCompletionSource? _waiting;

    public Task Next()
    {
        var waiting = Volatile.Read(ref _waiting);
        if (waiting is null)
        {
            var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting = Interlocked.CompareExchange(ref _waiting, created, null) ?? created;
        }

        return waiting.Task;
    }

    public void Fire() => Interlocked.Exchange(ref _waiting, null)?.TrySetResult();
}
