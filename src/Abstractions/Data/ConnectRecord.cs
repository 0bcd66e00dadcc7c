namespace OrleansConnect.Abstractions.Data;

/// <summary>
/// What flows through converters and transformations. Immutable: <c>record with { Value = v }</c> makes a changed copy that keeps the derived type.
/// </summary>
public abstract record ConnectRecord
{
    private string _topic = "";
    private Headers _headers = Headers.Empty;
    private Schema? _keySchema;
    private object? _key;
    private Schema? _valueSchema;
    private object? _value;

    /// <summary>The topic it goes to or comes from.</summary>
    public required string Topic { get => _topic; init => _topic = value; }

    /// <summary>The partition of the topic; null lets the producer choose.</summary>
    public int? Partition { get; init; }

    /// <summary>The key's schema; null when schemaless.</summary>
    public Schema? KeySchema { get => _keySchema; init => _keySchema = value; }

    /// <summary>The key; may be null.</summary>
    public object? Key { get => _key; init => _key = value; }

    /// <summary>The value's schema; null when schemaless.</summary>
    public Schema? ValueSchema { get => _valueSchema; init => _valueSchema = value; }

    /// <summary>The value; null is a tombstone.</summary>
    public object? Value { get => _value; init => _value = value; }

    /// <summary>Milliseconds since the epoch; null lets the producer choose.</summary>
    public long? TimestampMs { get; init; }

    /// <summary>The headers, in order.</summary>
    public Headers Headers { get => _headers; init => _headers = value; }

    // Whether nobody holds it but a chain of transformations that keep no record: it is then changed in place instead of copied for each of them.
    internal bool IsOwned { get; set; }

    internal void SetTopic(string topic) => _topic = topic;

    internal void SetHeaders(Headers headers) => _headers = headers;

    internal void SetKey(Schema? schema, object? key) => (_keySchema, _key) = (schema, key);

    internal void SetValue(Schema? schema, object? value) => (_valueSchema, _value) = (schema, value);
}
