using OrleansConnect.Kafka.Consuming;
using TimestampKind = OrleansConnect.Abstractions.Sinks.TimestampKind;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>A record as it is in Kafka, copied out of its batch for those who report it.</summary>
internal sealed record ConsumedRecord(string Topic, int Partition, long Offset)
{
    public long? TimestampMs { get; init; }

    public TimestampKind TimestampKind { get; init; }

    public byte[]? Key { get; init; }

    public byte[]? Value { get; init; }

    public IReadOnlyList<KeyValuePair<string, byte[]?>> Headers { get; init; } = [];

    public static ConsumedRecord Of(ConsumedMessage message)
    {
        var headers = new List<KeyValuePair<string, byte[]?>>();
        foreach (var header in message.Headers)
        {
            headers.Add(new(header.Name, header.IsNull ? null : header.Value.ToArray()));
        }

        return new(message.Topic, message.Partition, message.Offset)
        {
            TimestampMs = message.TimestampMs is >= 0 and var timestampMs ? timestampMs : null,
            TimestampKind = (TimestampKind)message.TimestampKind,
            Key = message.IsKeyNull ? null : message.Key.ToArray(),
            Value = message.IsValueNull ? null : message.Value.ToArray(),
            Headers = headers,
        };
    }
}
