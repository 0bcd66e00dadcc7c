using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>The source offsets of one connector, as its connector plugin reads them: seldom, so that a topic of its own is followed only meanwhile.</summary>
internal sealed class RentingOffsetReader(string connector, SourceOffsetStores stores, IReadOnlyDictionary<string, string?> config) : IOffsetReader
{
    public async ValueTask<SourceOffset?> ReadAsync(SourcePartition partition, CancellationToken cancellationToken)
    {
        await using var lease = stores.Rent(config);
        return await lease.Store.ReadAsync(connector, partition, cancellationToken);
    }

    public async ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAsync(
        IReadOnlyCollection<SourcePartition> partitions, CancellationToken cancellationToken)
    {
        await using var lease = stores.Rent(config);
        return await new ConnectorOffsetReader(connector, lease.Store).ReadAsync(partitions, cancellationToken);
    }
}
