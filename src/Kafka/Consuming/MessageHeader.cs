namespace OrleansConnect.Kafka.Consuming;

/// <summary>A header; its value lives as long as the message's batch.</summary>
public readonly ref struct MessageHeader(string name, bool isNull, ReadOnlySpan<byte> value)
{
    public string Name { get; } = name;

    public bool IsNull { get; } = isNull;

    /// <summary>Empty for a null value too.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;
}
