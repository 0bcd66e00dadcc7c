using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Consuming;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Reads stretches of a topic, of which transactions that are open or were aborted are no part.</summary>
internal sealed class TopicReader(ClientSettings settings, TimeProvider time, ILogger logger)
{
    private const int BatchMax = 500;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>The records between the offsets, each stretch in its order.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="stretches">The first offset and the one behind the last, by partition.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConnectRequestException">Kafka did not deliver them within a minute, or refused.</exception>
    public async IAsyncEnumerable<ConsumedRecord> ReadAsync(
        string topic, IReadOnlyDictionary<int, (long From, long To)> stretches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = stretches.Where(stretch => stretch.Value.From < stretch.Value.To).ToDictionary();
        if (left.Count == 0)
        {
            yield break;
        }

        var started = time.GetTimestamp();
        await using var consumer = new RecordConsumer(settings, logger);
        consumer.Assign([.. left.Select(stretch => new TopicPartitionOffset(topic, stretch.Key, stretch.Value.From))]);
        var records = new List<ConsumedRecord>();
        while (left.Count > 0)
        {
            if (time.GetElapsedTime(started) > Limit)
            {
                throw new ConnectRequestException(
                    RequestErrorKind.TimedOut, $"Topic '{topic}' could not be read within {Limit.TotalSeconds:F0} s. See that the brokers are up and that the connector's consumers reach them, or ask for fewer letters.");
            }

            using (var batch = await consumer.ConsumeAsync(BatchMax, Wait, cancellationToken))
            {
                Take(topic, batch, left, records);
            }

            foreach (var record in records)
            {
                yield return record;
            }

            records.Clear();
        }
    }

    private static void Take(string topic, ConsumedBatch batch, Dictionary<int, (long From, long To)> left, List<ConsumedRecord> records)
    {
        for (var at = 0; at < batch.Count; at++)
        {
            var message = batch[at];
            if (message.Error is { } fault)
            {
                if (fault.Code == KafkaErrorCode.PartitionEof)
                {
                    left.Remove(message.Partition);
                }
                else if (!fault.IsRetriable)
                {
                    throw new ConnectRequestException(RequestErrorKind.Unavailable, $"Topic '{topic}' partition {message.Partition} cannot be read: {fault}. {fault.Advice}");
                }

                continue;
            }

            if (!left.TryGetValue(message.Partition, out var stretch))
            {
                continue;
            }

            if (message.Offset < stretch.To)
            {
                records.Add(ConsumedRecord.Of(message));
            }

            if (message.Offset >= stretch.To - 1)
            {
                left.Remove(message.Partition);
            }
        }
    }
}
