using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>The offsets of some partitions, for changes: one that cannot be read cannot be restored either, is best replaced, and counts as none.</summary>
internal static class ReadableOffsets
{
    public static async Task<Dictionary<SourcePartition, SourceOffset?>> OfAsync(
        ISourceOffsetStore store, string connector, IReadOnlyCollection<SourcePartition> partitions, CancellationToken cancellationToken)
    {
        if (partitions.Count == 0)
        {
            return [];
        }

        try
        {
            var all = await store.ReadAllAsync(connector, cancellationToken);
            return partitions.ToDictionary(partition => partition, all.GetValueOrDefault);
        }
        catch (ConnectException unreadable) when (unreadable is not RetriableException)
        {
            return await OneByOneAsync(store, connector, partitions, cancellationToken);
        }
    }

    private static async Task<Dictionary<SourcePartition, SourceOffset?>> OneByOneAsync(
        ISourceOffsetStore store, string connector, IReadOnlyCollection<SourcePartition> partitions, CancellationToken cancellationToken)
    {
        var found = new Dictionary<SourcePartition, SourceOffset?>();
        foreach (var partition in partitions)
        {
            try
            {
                found[partition] = await store.ReadAsync(connector, partition, cancellationToken);
            }
            catch (ConnectException unreadable) when (unreadable is not RetriableException)
            {
                found[partition] = null;
            }
        }

        return found;
    }
}
