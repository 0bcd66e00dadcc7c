using System.Text;
using OrleansConnect.Kafka.Consuming;

namespace OrleansConnect.Tests.Integration.Kafka;

/// <summary>A consumed message copied out of its batch, with headers as <c>name=value</c>.</summary>
internal sealed record ReceivedMessage(
    string Topic, int Partition, long Offset, long TimestampMs, string? Key, string? Value, string Headers, TimestampKind Kind)
{
    public static ReceivedMessage Of(ConsumedMessage message)
    {
        Assert.Null(message.Error);
        var headers = new StringBuilder();
        foreach (var header in message.Headers)
        {
            headers.Append(header.Name).Append('=').Append(header.IsNull ? "null" : Encoding.UTF8.GetString(header.Value)).Append(';');
        }

        return new ReceivedMessage(
            message.Topic,
            message.Partition,
            message.Offset,
            message.TimestampMs,
            message.IsKeyNull ? null : Encoding.UTF8.GetString(message.Key),
            message.IsValueNull ? null : Encoding.UTF8.GetString(message.Value),
            headers.ToString(),
            message.TimestampKind);
    }
}
