using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>The offsets of a task that is not yet told where its own are kept.</summary>
internal sealed class NoOffsets : IOffsetReader
{
    public static NoOffsets Instance { get; } = new();

    public ValueTask<SourceOffset?> ReadAsync(SourcePartition partition, CancellationToken cancellationToken) => ValueTask.FromResult<SourceOffset?>(null);

    public ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAsync(
        IReadOnlyCollection<SourcePartition> partitions, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<SourcePartition, SourceOffset>>(new Dictionary<SourcePartition, SourceOffset>());
}
