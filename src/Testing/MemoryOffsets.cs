using System.Collections.Concurrent;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Testing;

/// <summary>Committed source offsets in memory. Hand the same one to two harnesses to restart a task.</summary>
public sealed class MemoryOffsets : IOffsetReader
{
    private readonly ConcurrentDictionary<SourcePartition, SourceOffset> _offsets = new();

    /// <summary>The committed offset of a partition, or null when there is none.</summary>
    public SourceOffset? this[SourcePartition partition] => _offsets.GetValueOrDefault(partition);

    /// <summary>Commits an offset; a null one removes what was committed.</summary>
    public void Commit(SourcePartition partition, SourceOffset? offset)
    {
        if (offset is null)
        {
            _offsets.TryRemove(partition, out _);
        }
        else
        {
            _offsets[partition] = offset;
        }
    }

    /// <inheritdoc/>
    public ValueTask<SourceOffset?> ReadAsync(SourcePartition partition, CancellationToken cancellationToken) => ValueTask.FromResult(this[partition]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAsync(
        IReadOnlyCollection<SourcePartition> partitions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        var found = partitions.Where(_offsets.ContainsKey).ToDictionary(partition => partition, partition => _offsets[partition]);
        return ValueTask.FromResult<IReadOnlyDictionary<SourcePartition, SourceOffset>>(found);
    }
}
