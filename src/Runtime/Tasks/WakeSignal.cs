namespace OrleansConnect.Runtime.Tasks;

/// <summary>A cancellation token that can be used again: wakes a loop that waits for records when there is something else to do.</summary>
#pragma warning disable CA1001 // A source without timer and wait handle has nothing to dispose, and a late wake must not meet a disposed one.
internal sealed class WakeSignal
#pragma warning restore CA1001
{
    private readonly Lock _lock = new();
    private CancellationTokenSource _source = new();

    /// <summary>Cancelled by the next wake. To be taken before looking at what a wake may mean.</summary>
    public CancellationToken Arm()
    {
        lock (_lock)
        {
            if (_source.IsCancellationRequested)
            {
                _source = new();
            }

            return _source.Token;
        }
    }

    public void Wake()
    {
        CancellationTokenSource source;
        lock (_lock)
        {
            source = _source;
        }

        source.Cancel();
    }
}
