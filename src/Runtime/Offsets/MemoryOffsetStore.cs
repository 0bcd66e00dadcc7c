using System.Collections.Concurrent;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>Keeps source offsets for as long as the process lives: for tests and trials.</summary>
public sealed class MemoryOffsetStore : ISourceOffsetStore
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<SourcePartition, SourceOffset>> _connectors = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask<SourceOffset?> ReadAsync(string connector, SourcePartition partition, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Of(connector).GetValueOrDefault(partition));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAllAsync(string connector, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<SourcePartition, SourceOffset>>(new Dictionary<SourcePartition, SourceOffset>(Of(connector)));

    /// <inheritdoc/>
    public Task WriteAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        var stored = Of(connector);
        foreach (var (partition, offset) in offsets)
        {
            if (offset is null)
            {
                stored.TryRemove(partition, out _);
            }
            else
            {
                stored[partition] = offset;
            }
        }

        return Task.CompletedTask;
    }

    private ConcurrentDictionary<SourcePartition, SourceOffset> Of(string connector) => _connectors.GetOrAdd(connector, _ => new());
}
