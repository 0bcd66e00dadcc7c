using System.Diagnostics.CodeAnalysis;
using System.Text;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// The offset topic in memory. Partitions are compared by content, whatever order their fields have in the record's key; a key that is there keeps its bytes, so that the next
/// write replaces it in the topic too.
/// </summary>
internal sealed class OffsetView(string topic)
{
    private const int KeyCharsMax = 500;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<SourcePartition, Entry>> _connectors = new(StringComparer.Ordinal);

    /// <summary>Takes a record; what is wrong with it, or null. An offset that cannot be read is remembered as such, so that whoever asks for it is told.</summary>
    public string? Apply(in TailRecord record)
    {
        if (record.Key is not { } key || OffsetCodec.ReadKey(key) is not var (connector, partition))
        {
            return "its key is not [\"connector\",{partition}]";
        }

        var offset = record.Value is null ? null : OffsetCodec.ReadValue(record.Value);
        var problem = record.Value is not null && offset is null
            ? "its value is not a JSON object of plain values"
            : null;
        lock (_lock)
        {
            if (!_connectors.TryGetValue(connector, out var entries))
            {
                _connectors[connector] = entries = [];
            }

            entries[partition] = new(key, offset, problem is null ? null : $"offset {record.Offset} of {topic}-{record.Partition}, with key '{TextOf(key)}': {problem}");
        }

        return problem;
    }

    public SourceOffset? Find(string connector, SourcePartition partition)
    {
        lock (_lock)
        {
            return Read(connector, _connectors.GetValueOrDefault(connector)?.GetValueOrDefault(partition) ?? default);
        }
    }

    public IReadOnlyDictionary<SourcePartition, SourceOffset> All(string connector)
    {
        lock (_lock)
        {
            var found = new Dictionary<SourcePartition, SourceOffset>();
            foreach (var (partition, entry) in _connectors.GetValueOrDefault(connector) ?? [])
            {
                if (Read(connector, entry) is { } offset)
                {
                    found[partition] = offset;
                }
            }

            return found;
        }
    }

    /// <summary>Whether that is what the partition has, null standing for nothing.</summary>
    public bool Holds(string connector, SourcePartition partition, SourceOffset? offset)
    {
        lock (_lock)
        {
            var entry = _connectors.GetValueOrDefault(connector)?.GetValueOrDefault(partition) ?? default;
            return entry.Problem is null && Equals(entry.Offset, offset);
        }
    }

    /// <summary>The partitions with an offset, readable or not.</summary>
    public IReadOnlyCollection<SourcePartition> Partitions(string connector)
    {
        lock (_lock)
        {
            return [.. (_connectors.GetValueOrDefault(connector) ?? []).Where(entry => entry.Value is not { Offset: null, Problem: null }).Select(entry => entry.Key)];
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

    /// <summary>A record's key to show to people.</summary>
    public static string TextOf(byte[]? key)
    {
        var text = Encoding.UTF8.GetString(key ?? []);
        return text.Length <= KeyCharsMax ? text : text[..KeyCharsMax] + "…";
    }

    private static SourceOffset? Read(string connector, in Entry entry)
    {
        if (entry.Problem is { } problem)
        {
            ThrowUnreadable(connector, problem);
        }

        return entry.Offset;
    }

    [DoesNotReturn]
    private static void ThrowUnreadable(string connector, string problem) =>
        throw new ConnectException($"A source offset of connector '{connector}' cannot be read, the record at {problem}. Alter the offset of that partition, or write a tombstone under that key.");

    private readonly record struct Entry(byte[] Key, SourceOffset? Offset, string? Problem);
}
