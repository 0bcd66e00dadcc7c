using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// The offset topic in memory. Partitions are compared by content, whatever order their fields have in the record's key; a key that is there keeps its bytes, so that the next
/// write replaces it in the topic too.
/// </summary>
internal sealed class OffsetView
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<SourcePartition, Entry>> _connectors = new(StringComparer.Ordinal);

    /// <summary>Takes a record; false when it is none of this format.</summary>
    public bool Apply(byte[] key, byte[]? value)
    {
        if (OffsetCodec.ReadKey(key) is not var (connector, partition) || (value is not null && OffsetCodec.ReadValue(value) is null))
        {
            return false;
        }

        lock (_lock)
        {
            if (!_connectors.TryGetValue(connector, out var entries))
            {
                _connectors[connector] = entries = [];
            }

            entries[partition] = new(key, value is null ? null : OffsetCodec.ReadValue(value));
        }

        return true;
    }

    public SourceOffset? Find(string connector, SourcePartition partition)
    {
        lock (_lock)
        {
            return _connectors.GetValueOrDefault(connector)?.GetValueOrDefault(partition).Offset;
        }
    }

    public IReadOnlyDictionary<SourcePartition, SourceOffset> All(string connector)
    {
        lock (_lock)
        {
            var found = new Dictionary<SourcePartition, SourceOffset>();
            foreach (var (partition, entry) in _connectors.GetValueOrDefault(connector) ?? [])
            {
                if (entry.Offset is { } offset)
                {
                    found[partition] = offset;
                }
            }

            return found;
        }
    }

    /// <summary>The record key to write a partition's offset under.</summary>
    public byte[] KeyOf(string connector, SourcePartition partition)
    {
        lock (_lock)
        {
            if (_connectors.GetValueOrDefault(connector)?.TryGetValue(partition, out var entry) == true)
            {
                return entry.Key;
            }
        }

        return OffsetCodec.KeyOf(connector, partition);
    }

    private readonly record struct Entry(byte[] Key, SourceOffset? Offset);
}
