namespace OrleansConnect.Abstractions.Sources;

/// <summary>
/// Where a task stands in a <see cref="SourcePartition"/>: string keys and primitive values. The common offset, one number, costs one small object and no boxing,
/// because every record carries one.
/// </summary>
public sealed class SourceOffset : IEquatable<SourceOffset>
{
    private readonly string? _key;
    private readonly long _number;

    // All of them without a key, otherwise those behind it.
    private readonly IReadOnlyList<KeyValuePair<string, object?>> _entries;

    private SourceOffset(string key, long number, IReadOnlyList<KeyValuePair<string, object?>> more)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(more);
        (_key, _number, _entries) = (key, number, more);
    }

    private SourceOffset(KeyValuePair<string, object?>[] entries) => _entries = entries;

    /// <summary>The entries, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> Entries => _key is null ? _entries : [new(_key, _number), .. _entries];

    /// <summary>An offset that is one number.</summary>
    public static SourceOffset Of(string key, long number) => new(key, number, []);

    /// <summary>An offset that is one number, with entries behind it that many offsets share: the list is kept as it is, and must not change.</summary>
    public static SourceOffset Of(string key, long number, IReadOnlyList<KeyValuePair<string, object?>> more) => new(key, number, more);

    /// <summary>An offset of several entries, in this order.</summary>
    public static SourceOffset Of(IEnumerable<KeyValuePair<string, object?>> entries) => new([.. entries]);

    /// <summary>The value of an entry, or null.</summary>
    public object? this[string key] => SourceEntries.Find(Entries, key);

    /// <inheritdoc/>
    public bool Equals(SourceOffset? other) => ReferenceEquals(this, other) || (other is not null && SourceEntries.Same(Entries, other.Entries));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SourceOffset);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = 0;
        foreach (var (key, value) in Entries)
        {
            hash += HashCode.Combine(key, value);
        }

        return hash;
    }

    /// <summary>As Java writes a map: <c>{position=30}</c>.</summary>
    public override string ToString() => SourceEntries.Text(Entries);
}
