namespace OrleansConnect.Kafka.Log;

/// <summary>The values of which simply the last one written counts.</summary>
internal sealed class LatestValues
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _values = [];

    /// <summary>Keeps the value; a tombstone, or a value that cannot be read, leaves nothing.</summary>
    public void Apply(string key, byte[]? bytes)
    {
        lock (_gate)
        {
            if (bytes is null || Envelope.FindProblem(bytes) is not null)
            {
                _values.Remove(key);
            }
            else
            {
                _values[key] = bytes;
            }
        }
    }

    public IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> Scan(string prefix)
    {
        lock (_gate)
        {
            return [.. _values.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(pair => KeyValuePair.Create(pair.Key, Envelope.Unwrap(pair.Value)))];
        }
    }
}
