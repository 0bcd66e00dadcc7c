using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>Keeps the source offsets of all connectors.</summary>
public interface ISourceOffsetStore
{
    /// <summary>The committed offset of a partition, or null.</summary>
    ValueTask<SourceOffset?> ReadAsync(string connector, SourcePartition partition, CancellationToken cancellationToken);

    /// <summary>All committed offsets of a connector.</summary>
    ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAllAsync(string connector, CancellationToken cancellationToken);

    /// <summary>Commits offsets, null ones being removed. What was written is durable when this returns.</summary>
    Task WriteAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken);

    /// <summary>All partitions of a connector for which something is stored, readable or not.</summary>
    async ValueTask<IReadOnlyCollection<SourcePartition>> PartitionsAsync(string connector, CancellationToken cancellationToken) =>
        [.. (await ReadAllAsync(connector, cancellationToken)).Keys];

    /// <summary>The same as <see cref="WriteAsync"/>, but all or nothing, whatever happens meanwhile.</summary>
    Task WriteTogetherAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken) =>
        WriteAsync(connector, offsets, cancellationToken);
}
