using System.Text;
using Confluent.Kafka;

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>The records of a dead letter queue, as texts.</summary>
internal static class DeadLetters
{
    public static async Task<IReadOnlyList<DeadLetterText>> ReadAsync(string bootstrapServers, string topic, int count, Func<string> details)
    {
        using var consumer = ConsumerOf(bootstrapServers, topic);
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var letters = new List<DeadLetterText>();
        await Eventually.IsTrueAsync(
            () =>
            {
                while (Consume(consumer) is { } read)
                {
                    letters.Add(TextOf(read));
                }

                return letters.Count >= count;
            },
            $"'{topic}' has {count} records",
            details: () => $"It has {letters.Count}. {details()}");
        return letters;
    }

    /// <summary>What the queue holds at this moment; nothing that comes later is waited for.</summary>
    public static IReadOnlyList<DeadLetterText> ReadNow(string bootstrapServers, string topic)
    {
        using var consumer = ConsumerOf(bootstrapServers, topic);
        var end = consumer.QueryWatermarkOffsets(new(topic, 0), TimeSpan.FromSeconds(10)).High;
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var letters = new List<DeadLetterText>();
        while (letters.Count < end)
        {
            var read = consumer.Consume(TimeSpan.FromSeconds(10));
            Assert.NotNull(read);
            letters.Add(TextOf(read.Message));
        }

        return letters;
    }

    private static IConsumer<byte[]?, byte[]?> ConsumerOf(string bootstrapServers, string topic) => new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig
    {
        BootstrapServers = bootstrapServers,
        GroupId = $"{topic}-reader",
        AutoOffsetReset = AutoOffsetReset.Earliest,
        EnableAutoCommit = false,
        TopicMetadataRefreshIntervalMs = 500,
    }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();

    // The topic may not be there yet.
    private static Message<byte[]?, byte[]?>? Consume(IConsumer<byte[]?, byte[]?> consumer)
    {
        try
        {
            return consumer.Consume(TimeSpan.FromMilliseconds(50))?.Message;
        }
        catch (ConsumeException)
        {
            return null;
        }
    }

    private static DeadLetterText TextOf(Message<byte[]?, byte[]?> message) => new(
        TextOf(message.Key), TextOf(message.Value), message.Timestamp.UnixTimestampMs,
        [.. message.Headers.Select(header => new KeyValuePair<string, string?>(header.Key, TextOf(header.GetValueBytes())))]);

    private static string? TextOf(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
