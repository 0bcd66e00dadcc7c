using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Sources;

/// <summary>
/// Names a part of the source system that has an offset of its own: a file, a table, a shard. String keys and primitive values in a fixed order, which is
/// also their order in the offset topic. Equal when the entries are, whatever their order.
/// </summary>
public sealed class SourcePartition : IEquatable<SourcePartition>
{
    private readonly int _hash;

    private SourcePartition(IReadOnlyList<KeyValuePair<string, object?>> entries)
    {
        Entries = entries;
        foreach (var (key, value) in entries)
        {
            _hash += HashCode.Combine(key, Values.ContentHash(value));
        }
    }

    /// <summary>The entries, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Entries { get; }

    /// <summary>A partition of one entry.</summary>
    public static SourcePartition Of(string key, object? value) => new([new(key, value)]);

    /// <summary>A partition of several entries, in this order.</summary>
    public static SourcePartition Of(IEnumerable<KeyValuePair<string, object?>> entries) => new([.. entries]);

    /// <summary>The value of an entry, or null.</summary>
    public object? this[string key] => SourceEntries.Find(Entries, key);

    /// <inheritdoc/>
    public bool Equals(SourcePartition? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && SourceEntries.Same(Entries, other.Entries));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SourcePartition);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>As Java writes a map: <c>{filename=a.txt}</c>.</summary>
    public override string ToString() => SourceEntries.Text(Entries);
}
