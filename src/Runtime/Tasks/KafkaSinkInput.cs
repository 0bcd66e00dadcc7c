using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Consuming;
using OrleansConnect.Runtime.Pipeline;
using KafkaPartition = OrleansConnect.Kafka.TopicPartition;
using TopicPartition = OrleansConnect.Abstractions.Data.TopicPartition;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Reads over Kafka's consumer, and decodes.</summary>
internal sealed class KafkaSinkInput(TaskControl control, RecordConsumer consumer, KafkaPatience patience, RecordDecoder decoder, ITopicUse topics, int countMax)
    : ISinkInput
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    // Shorter than a consumer may take to close, for which it waits until it is answered.
    private static readonly TimeSpan EndsTimeout = TimeSpan.FromSeconds(3);

    private readonly HashSet<TopicPartition> _read = [];

    /// <inheritdoc cref="RecordConsumer.OffsetReset"/>
    public long OffsetReset => consumer.OffsetReset;

    public async Task<IReadOnlyDictionary<TopicPartition, long>> CommittedAsync(
        IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var committed = await patience.AskAsync(
            "read the offsets of its group", () => consumer.CommittedAsync(ToKafka(partitions), AttemptTimeout, cancellationToken), cancellationToken);
        return committed.Where(position => position.Offset >= 0)
            .ToDictionary(position => new TopicPartition(position.Topic, position.Partition), position => position.Offset);
    }

    public async Task AddAsync(IReadOnlyDictionary<TopicPartition, long?> starts, CancellationToken cancellationToken)
    {
        // Whoever adds has asked for the group's offsets already: a client that is told "stored" would ask once more, and wait without a word for a coordinator that does not answer.
        await consumer.IncrementalAssignAsync(
            [.. starts.Select(start => new TopicPartitionOffset(start.Key.Topic, start.Key.Partition, start.Value ?? consumer.OffsetReset))], cancellationToken);
        _read.UnionWith(starts.Keys);
    }

    public void Remove(IReadOnlyCollection<TopicPartition> partitions)
    {
        consumer.IncrementalUnassign(ToKafka([.. partitions.Where(_read.Contains)]));
        _read.ExceptWith(partitions);
    }

    public void Pause(IReadOnlyCollection<TopicPartition> partitions) => consumer.Pause(ToKafka([.. partitions.Where(_read.Contains)]));

    public void Resume(IReadOnlyCollection<TopicPartition> partitions) => consumer.Resume(ToKafka([.. partitions.Where(_read.Contains)]));

    public async Task SeekAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        foreach (var position in Positions(offsets))
        {
            await patience.AskAsync($"go to {position}", () => consumer.SeekAsync(position, cancellationToken), cancellationToken);
        }
    }

    public async ValueTask<SinkBatch> ReadAsync(TimeSpan timeout, CancellationToken wake, CancellationToken cancellationToken)
    {
        ConsumedBatch messages;
        try
        {
            messages = await consumer.ConsumeAsync(countMax, timeout, wake);
        }
        catch (OperationCanceledException) when (wake.IsCancellationRequested)
        {
            return new SinkBatch();
        }

        using (messages)
        {
            await control.Thread.SwitchAsync();
            var (records, bytes) = messages.Size;
            control.Counters.Errors.AddRead(records);
            control.Counters.AddBytesRead(bytes);
            // A stop does not take back the report of a bad record: the last commit waits for it.
            var batch = await decoder.DecodeAsync(messages, cancellationToken, control.Abandoned.Own);
            if (batch.Fault is { } fault)
            {
                patience.Note("read records", ErrorStage.KafkaConsume, "org.apache.kafka.clients.consumer.KafkaConsumer", fault);
            }

            foreach (var topic in batch.Topics)
            {
                topics.OnUsed(topic);
            }

            return batch;
        }
    }

    public Task CommitAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken) =>
        consumer.CommitAsync(Positions(offsets), cancellationToken);

    public long? EndOf(TopicPartition partition) =>
        consumer.TryGetWatermarks(new(partition.Topic, partition.Partition), out _, out var high) && high >= 0 ? high : null;

    public async Task<IReadOnlyDictionary<TopicPartition, long>> AskEndsAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var ends = await consumer.EndsAsync(ToKafka(partitions), EndsTimeout, cancellationToken);
        return ends.Where(end => end.Offset >= 0).ToDictionary(end => new TopicPartition(end.Topic, end.Partition), end => end.Offset);
    }

    public ValueTask DisposeAsync() => consumer.DisposeAsync();

    private static KafkaPartition[] ToKafka(IReadOnlyCollection<TopicPartition> partitions) =>
        [.. partitions.Select(partition => new KafkaPartition(partition.Topic, partition.Partition))];

    private static TopicPartitionOffset[] Positions(IReadOnlyDictionary<TopicPartition, long> offsets) =>
        [.. offsets.Select(offset => new TopicPartitionOffset(offset.Key.Topic, offset.Key.Partition, offset.Value))];
}
