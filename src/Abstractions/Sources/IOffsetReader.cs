namespace OrleansConnect.Abstractions.Sources;

/// <summary>Reads the source offsets that were committed for this connector.</summary>
public interface IOffsetReader
{
    /// <summary>The committed offset of a partition, or null when there is none.</summary>
    ValueTask<SourceOffset?> ReadAsync(SourcePartition partition, CancellationToken cancellationToken);

    /// <summary>The committed offsets of several partitions; those without one are not in the answer.</summary>
    ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAsync(IReadOnlyCollection<SourcePartition> partitions, CancellationToken cancellationToken);
}
