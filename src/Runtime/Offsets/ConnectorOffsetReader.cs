using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>The source offsets of one connector, as its plugin reads them.</summary>
internal sealed class ConnectorOffsetReader(string connector, ISourceOffsetStore store) : IOffsetReader
{
    public ValueTask<SourceOffset?> ReadAsync(SourcePartition partition, CancellationToken cancellationToken) =>
        store.ReadAsync(connector, partition, cancellationToken);

    public async ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAsync(
        IReadOnlyCollection<SourcePartition> partitions, CancellationToken cancellationToken)
    {
        var found = new Dictionary<SourcePartition, SourceOffset>(partitions.Count);
        foreach (var partition in partitions)
        {
            if (await store.ReadAsync(connector, partition, cancellationToken) is { } offset)
            {
                found[partition] = offset;
            }
        }

        return found;
    }
}
