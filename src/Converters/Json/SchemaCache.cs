namespace OrleansConnect.Converters.Json;

/// <summary>
/// Schemas by the bytes in which they were met. A topic repeats its schema in each record, so the latest ones are found by one comparison,
/// without reading any JSON.
/// </summary>
internal sealed class SchemaCache
{
    private const int RecentMax = 8;

    private readonly Dictionary<byte[], SchemaPlan> _plans = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], SchemaPlan>.AlternateLookup<ReadOnlySpan<byte>> _byBytes;
    private readonly (byte[] Bytes, SchemaPlan Plan)[] _recent = new (byte[], SchemaPlan)[RecentMax];
    private readonly int _capacity;
    private int _recentCount;

    public SchemaCache(int capacity)
    {
        _capacity = Math.Max(capacity, 1);
        _byBytes = _plans.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The schema that the bytes start with and its length, or null when they start with none of the latest ones.</summary>
    public SchemaPlan? FindAtStart(ReadOnlySpan<byte> bytes, out int length)
    {
        for (var i = 0; i < _recentCount; i++)
        {
            var (known, plan) = _recent[i];
            if (bytes.StartsWith(known))
            {
                if (i > 0)
                {
                    (_recent[i], _recent[i - 1]) = (_recent[i - 1], _recent[i]);
                }

                length = known.Length;
                return plan;
            }
        }

        length = 0;
        return null;
    }

    /// <summary>The schema of these bytes, or null.</summary>
    public SchemaPlan? Find(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < _recentCount; i++)
        {
            if (bytes.SequenceEqual(_recent[i].Bytes))
            {
                return _recent[i].Plan;
            }
        }

        if (!_byBytes.TryGetValue(bytes, out var key, out var plan))
        {
            return null;
        }

        Remember(key, plan);
        return plan;
    }

    public void Add(ReadOnlySpan<byte> bytes, SchemaPlan plan)
    {
        if (_plans.Count >= _capacity)
        {
            _plans.Clear();
        }

        var key = bytes.ToArray();
        _plans[key] = plan;
        Remember(key, plan);
    }

    private void Remember(byte[] bytes, SchemaPlan plan)
    {
        _recentCount = Math.Min(_recentCount + 1, RecentMax);
        Array.Copy(_recent, 0, _recent, 1, _recentCount - 1);
        _recent[0] = (bytes, plan);
    }
}
