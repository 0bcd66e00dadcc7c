using System.Threading.Channels;
using OrleansConnect.Grains;

namespace OrleansConnect.Management.Watching;

/// <summary>
/// What a watcher has not been told yet. Of each connector only the newest status waits, so that a slow watcher misses steps but never the outcome and the mailbox never
/// holds more than there are connectors.
/// </summary>
internal sealed class StatusMailbox
{
    private readonly Lock _lock = new();
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private OrderedDictionary<string, ConnectorStatus?> _waiting = [];

    /// <summary>Puts news in; a status of null means that the connector was deleted.</summary>
    public void Put(string connector, ConnectorStatus? status)
    {
        lock (_lock)
        {
            _waiting[connector] = status;
        }

        _bell.Writer.TryWrite(true);
    }

    /// <summary>Waits until there is something and takes everything.</summary>
    public async Task<IReadOnlyCollection<KeyValuePair<string, ConnectorStatus?>>> TakeAsync(CancellationToken cancellationToken)
    {
        await _bell.Reader.ReadAsync(cancellationToken);
        lock (_lock)
        {
            var taken = _waiting;
            _waiting = [];
            return taken;
        }
    }
}
