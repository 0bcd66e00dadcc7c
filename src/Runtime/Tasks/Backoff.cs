namespace OrleansConnect.Runtime.Tasks;

/// <summary>Pauses between attempts, doubled up to a longest one.</summary>
internal sealed class Backoff
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;
    private TimeSpan _next;

    /// <summary>100 ms, doubled up to 10 s.</summary>
    public Backoff(TimeProvider time)
        : this(time, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10))
    {
    }

    public Backoff(TimeProvider time, TimeSpan first, TimeSpan longest) => (_time, _first, _longest, _next) = (time, first, longest, first);

    public void Reset() => _next = _first;

    /// <summary>The next pause.</summary>
    public TimeSpan Take()
    {
        var delay = _next;
        _next = _next * 2 > _longest ? _longest : _next * 2;
        return delay;
    }

    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Take(), _time, cancellationToken);
}
