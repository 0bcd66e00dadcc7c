namespace OrleansConnect.Abstractions.Data;

/// <summary>
/// What flows through converters and transformations. Immutable: <c>record with { Value = v }</c> makes a changed copy that keeps the derived type.
/// </summary>
public abstract record ConnectRecord
{
    /// <summary>The topic it goes to or comes from.</summary>
    public required string Topic { get; init; }

    /// <summary>The partition of the topic; null lets the producer choose.</summary>
    public int? Partition { get; init; }

    /// <summary>The key's schema; null when schemaless.</summary>
    public Schema? KeySchema { get; init; }

    /// <summary>The key; may be null.</summary>
    public object? Key { get; init; }

    /// <summary>The value's schema; null when schemaless.</summary>
    public Schema? ValueSchema { get; init; }

    /// <summary>The value; null is a tombstone.</summary>
    public object? Value { get; init; }

    /// <summary>Milliseconds since the epoch; null lets the producer choose.</summary>
    public long? TimestampMs { get; init; }

    /// <summary>The headers, in order.</summary>
    public Headers Headers { get; init; } = Headers.Empty;
}
