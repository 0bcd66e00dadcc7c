namespace OrleansConnect.Kafka.Log;

/// <summary>Removals of what no longer counts, which nobody waits for: they go in the request of the next proposal, or by themselves a second later. May be used by several threads.</summary>
/// <param name="send">Sends them.</param>
/// <param name="time">The clock.</param>
internal sealed class PendingTombstones(Action<IReadOnlyList<EntryKey>> send, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private List<EntryKey> _pending = [];
    private Task _sendingLater = Task.CompletedTask;
    private bool _isWaiting;

    public void Add(in EntryKey entryKey)
    {
        lock (_gate)
        {
            _pending.Add(entryKey);
            if (!_isWaiting)
            {
                _isWaiting = true;
                _sendingLater = SendLaterAsync();
            }
        }
    }

    public void SendAll()
    {
        List<EntryKey> taken;
        lock (_gate)
        {
            if (_pending.Count == 0)
            {
                return;
            }

            (taken, _pending) = (_pending, []);
        }

        send(taken);
    }

    /// <summary>Sends what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _sendingLater.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task SendLaterAsync()
    {
        await Task.Delay(WaitMax, time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _isWaiting = false;
        }

        SendAll();
    }
}
