using System.Text;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>The offsets of a source, in the store of its worker or one of its own.</summary>
internal sealed class SourceOffsets(string connector, OffsetStoreLease lease, PluginAlteration plugin, TimeProvider time) : IChangeableOffsets
{
    // Who asks is to hear something before the call itself is given up.
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(30);

    private readonly ISourceOffsetStore _store = lease.Store;

    public ConnectorKind Kind => ConnectorKind.Source;

    public string Place => lease.Place;

    public async Task<IReadOnlyList<ConnectorOffset>> ReadAsync(OffsetsQuery query, CancellationToken cancellationToken)
    {
        var all = await ReadStoreAsync(token => _store.ReadAllAsync(connector, token).AsTask(), cancellationToken);
        return [.. all.Select(entry => ToOffset(entry.Key, entry.Value)).OrderBy(entry => entry.Partition, StringComparer.Ordinal)];
    }

    public async Task<IPreparedChange> PrepareAsync(IReadOnlyList<ConnectorOffset>? offsets, CancellationToken cancellationToken)
    {
        var changes = offsets is null
            ? [.. (await ReadStoreAsync(token => _store.PartitionsAsync(connector, token).AsTask(), cancellationToken)).Select(Removal)]
            : Distinct(offsets);
        foreach (var (partition, offset) in changes)
        {
            OffsetJson.RequirePrimitive(partition?.Entries);
            OffsetJson.RequirePrimitive(offset?.Entries);
        }

        // No task of ours can ask for the null partition, so that there is nothing to write for it; the plugin has its say about it nonetheless.
        var stored = changes.Where(change => change.Key is not null).ToDictionary(change => change.Key ?? SourcePartition.Of([]), change => change.Value);
        return new Change(this, changes, stored, await ReadStoreAsync(token => ReadableOffsets.OfAsync(_store, connector, stored.Keys, token), cancellationToken));
    }

    public ValueTask DisposeAsync() => lease.DisposeAsync();

    private static KeyValuePair<SourcePartition?, SourceOffset?> Removal(SourcePartition partition) => new(partition, null);

    // The last of several offsets of a partition counts, as in Kafka Connect.
    private static List<KeyValuePair<SourcePartition?, SourceOffset?>> Distinct(IReadOnlyList<ConnectorOffset> offsets) =>
        [.. offsets.Select(entry => KeyValuePair.Create(OffsetJson.Partition(entry.Partition), OffsetJson.Offset(entry.Offset))).Reverse().DistinctBy(entry => entry.Key).Reverse()];

    private async Task<T> ReadStoreAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(ReadPatience, time);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await AskStoreAsync(() => read(limited.Token));
        }
        catch (OperationCanceledException cause) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ConnectRequestException(
                RequestErrorKind.Unavailable,
                $"The source offsets of connector {connector} could not be read within {ReadPatience.TotalSeconds:0} s: {cause.InnerException?.Message ?? "Kafka does not answer."} Start Kafka, or try again when it answers.",
                cause);
        }
    }

    private static async Task<T> AskStoreAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ConnectException cause)
        {
            throw new ConnectRequestException(cause is RetriableException ? RequestErrorKind.Unavailable : RequestErrorKind.Internal, cause.Message, cause);
        }
    }

    private static ConnectorOffset ToOffset(SourcePartition partition, SourceOffset? offset) =>
        new(Text(partition.Entries), offset is null ? null : Text(offset.Entries));

    private static string Text(IReadOnlyList<KeyValuePair<string, object?>> entries) => Encoding.UTF8.GetString(OffsetCodec.ValueOf(entries));

    private sealed class Change(
        SourceOffsets offsets,
        IReadOnlyList<KeyValuePair<SourcePartition?, SourceOffset?>> changes,
        Dictionary<SourcePartition, SourceOffset?> stored,
        Dictionary<SourcePartition, SourceOffset?> before) : IPreparedChange
    {
        public IReadOnlyList<ConnectorOffset> Before => [.. before.Select(entry => ToOffset(entry.Key, entry.Value))];

        public bool IsDone => stored.All(entry => Equals(before[entry.Key], entry.Value));

        public bool IsHalfDone => false;

        public Task<bool> AskPluginAsync(CancellationToken cancellationToken) => offsets.AskPluginAsync(changes, cancellationToken);

        public Task<bool> StoreBesideDataAsync(Func<Task<long>> takeGeneration, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task WriteAsync(CancellationToken cancellationToken) => offsets.WriteAsync(stored, cancellationToken);
    }

    private Task<bool> AskPluginAsync(IReadOnlyList<KeyValuePair<SourcePartition?, SourceOffset?>> changes, CancellationToken cancellationToken) =>
        plugin.AskAsync(changes, cancellationToken);

    private Task<bool> WriteAsync(Dictionary<SourcePartition, SourceOffset?> changes, CancellationToken cancellationToken) => AskStoreAsync(async () =>
    {
        await _store.WriteTogetherAsync(connector, changes, cancellationToken);
        return true;
    });
}
