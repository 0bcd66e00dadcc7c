namespace OrleansConnect.Runtime.Tasks;

/// <summary>Pauses between attempts: 100 ms, doubled up to 10 s.</summary>
internal sealed class Backoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private TimeSpan _next = First;

    public void Reset() => _next = First;

    /// <summary>The next pause.</summary>
    public TimeSpan Take()
    {
        var delay = _next;
        _next = _next * 2 > Longest ? Longest : _next * 2;
        return delay;
    }

    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Take(), time, cancellationToken);
}
