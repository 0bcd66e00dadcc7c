using OrleansConnect.Client;

namespace OrleansConnect.Cli.Watching;

/// <summary>The newest status of every watched connector, and how fast each moves. One thread writes while another draws.</summary>
internal sealed class StatusBoard(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, ConnectorStatus> _statuses = new(StringComparer.Ordinal);
    private readonly RateMeter _rates = new(time);
    private bool _isConnected = true;

    public void Apply(StatusEvent told)
    {
        lock (_lock)
        {
            _isConnected = told.Kind != StatusEventKind.Interrupted;
            if (told.Status is { } status)
            {
                _statuses[status.Name] = status;
                _rates.Observe(status);
            }
            else if (told is { Kind: StatusEventKind.Deleted, Name: { } name })
            {
                _statuses.Remove(name);
                _rates.Forget(name);
            }
        }
    }

    /// <summary>Reads everything at one moment.</summary>
    public T Read<T>(Func<IReadOnlyCollection<ConnectorStatus>, RateMeter, bool, T> read)
    {
        lock (_lock)
        {
            return read(_statuses.Values, _rates, _isConnected);
        }
    }
}
