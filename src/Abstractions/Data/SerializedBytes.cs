namespace OrleansConnect.Abstractions.Data;

/// <summary>The bytes of a key, value or header as they are in Kafka, where "none" and "empty" differ. Valid only during the call.</summary>
public readonly ref struct SerializedBytes
{
    private readonly bool _exists;

    /// <summary>Bytes that are there, possibly none of them.</summary>
    public SerializedBytes(ReadOnlySpan<byte> span)
    {
        Span = span;
        _exists = true;
    }

    /// <summary>No bytes: null.</summary>
    public static SerializedBytes Null => default;

    /// <summary>The bytes; empty when <see cref="IsNull"/>.</summary>
    public ReadOnlySpan<byte> Span { get; }

    /// <summary>Whether there are none.</summary>
    public bool IsNull => !_exists;

    /// <summary>Bytes that are there.</summary>
    public static implicit operator SerializedBytes(ReadOnlySpan<byte> span) => new(span);

    /// <summary>The same as the implicit conversion.</summary>
    public static SerializedBytes FromReadOnlySpan(ReadOnlySpan<byte> span) => new(span);
}
