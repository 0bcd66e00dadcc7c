using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Kafka.Log;

/// <summary>The one loop of a tail, on a thread of its own: consume, hand on, advance.</summary>
internal sealed partial class TailLoop(TopicFacts topic, TailPositions positions, TopicWatch watch, Action<TailRecord> onRecord, ILogger logger)
{
    private static readonly TimeSpan PollTimeout = TimeSpan.FromMilliseconds(100);

    public Task Start(TailSettings settings, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => Run(settings, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(TailSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            using var consumer = settings.BuildConsumer(new KafkaClientLog(logger));
            TopicLookup.Run(consumer, topic.Name);
            consumer.Assign(Enumerable.Range(0, topic.Partitions)
                .Select(partition => new Confluent.Kafka.TopicPartitionOffset(topic.Name, partition, Offset.Beginning)));
            while (!cancellationToken.IsCancellationRequested && positions.Fault is null)
            {
                RunOnce(consumer);
            }

            consumer.Close();
        }
        catch (Exception exception)
        {
            // Whatever ends this loop would otherwise leave every reader with a view that silently stands still.
            Fail(exception);
        }
    }

    private void RunOnce(IConsumer<byte[]?, byte[]?> consumer)
    {
        if (watch.Verdict is { } verdict)
        {
            Fail(verdict);
            return;
        }

        try
        {
            if (consumer.Consume(PollTimeout) is { } result)
            {
                Hand(result);
            }
        }
        catch (ConsumeException exception) when (!exception.Error.IsFatal)
        {
            // librdkafka retries by itself; the broker is asked whether the topic is still the same.
            LogConsumeFailed(topic.Name, exception.Error.Reason);
            watch.Suspect();
        }
    }

    private void Hand(ConsumeResult<byte[]?, byte[]?> result)
    {
        var partition = result.Partition.Value;
        var offset = result.Offset.Value;
        if (result.IsPartitionEOF)
        {
            positions.Advance(partition, offset, offset);
            return;
        }

        var timestamp = DateTimeOffset.FromUnixTimeMilliseconds(result.Message.Timestamp.UnixTimestampMs);
        onRecord(new TailRecord(partition, offset, timestamp, result.Message.Key, result.Message.Value));
        positions.Advance(partition, offset, offset + 1);
    }

    private void Fail(Exception fault)
    {
        LogFailed(fault, topic.Name);
        positions.Fail(fault);
    }

    [LoggerMessage(LogLevel.Error, "Topic '{Topic}' is not followed any more; every read and write of it fails from now on.")]
    private partial void LogFailed(Exception fault, string topic);

    [LoggerMessage(LogLevel.Warning, "Following topic '{Topic}' met an error: {Reason}.")]
    private partial void LogConsumeFailed(string topic, string reason);
}
