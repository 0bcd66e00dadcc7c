using Confluent.Kafka;

namespace OrleansConnect.Kafka.Log;

/// <summary>Bytes as they are, or null, which is another thing than none.</summary>
public sealed class OptionalBytes : ISerializer<byte[]?>, IDeserializer<byte[]?>
{
    private OptionalBytes()
    {
    }

    public static OptionalBytes Instance { get; } = new();

    public byte[]? Serialize(byte[]? data, SerializationContext context) => data;

    public byte[]? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => isNull ? null : data.ToArray();
}
