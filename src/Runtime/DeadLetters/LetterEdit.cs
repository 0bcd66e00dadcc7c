namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Changes of a letter before it is replayed.</summary>
public sealed record LetterEdit
{
    /// <summary>Whether <see cref="Key"/> replaces the key.</summary>
    public bool HasKey { get; init; }

    /// <summary>The bytes of the new key; null for none.</summary>
    public byte[]? Key { get; init; }

    /// <summary>Whether <see cref="Value"/> replaces the value.</summary>
    public bool HasValue { get; init; }

    /// <summary>The bytes of the new value; null for none.</summary>
    public byte[]? Value { get; init; }

    /// <summary>All headers it is to have; null leaves them.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]?>>? Headers { get; init; }
}
