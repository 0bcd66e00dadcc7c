using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Consuming;
using OrleansConnect.Runtime.Pipeline;
using KafkaPartition = OrleansConnect.Kafka.TopicPartition;
using TopicPartition = OrleansConnect.Abstractions.Data.TopicPartition;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Reads over Kafka's consumer, and decodes.</summary>
internal sealed class KafkaSinkInput(TaskControl control, ClientSettings settings, RecordDecoder decoder, int countMax, ILogger logger) : ISinkInput
{
    private readonly RecordConsumer _consumer = new(settings, logger);

    public async Task<IReadOnlyDictionary<TopicPartition, long>> CommittedAsync(
        IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var committed = await _consumer.CommittedAsync(ToKafka(partitions), TimeSpan.FromSeconds(30), cancellationToken);
        return committed.Where(position => position.Offset >= 0)
            .ToDictionary(position => new TopicPartition(position.Topic, position.Partition), position => position.Offset);
    }

    public void Add(IReadOnlyDictionary<TopicPartition, long?> starts) => _consumer.IncrementalAssign(
        [.. starts.Select(start => new TopicPartitionOffset(start.Key.Topic, start.Key.Partition, start.Value ?? TopicPartitionOffset.Stored))]);

    public void Remove(IReadOnlyCollection<TopicPartition> partitions) => _consumer.IncrementalUnassign(ToKafka(partitions));

    public void Pause(IReadOnlyCollection<TopicPartition> partitions) => _consumer.Pause(ToKafka(partitions));

    public void Resume(IReadOnlyCollection<TopicPartition> partitions) => _consumer.Resume(ToKafka(partitions));

    public async Task SeekAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        foreach (var position in Positions(offsets))
        {
            await _consumer.SeekAsync(position, cancellationToken);
        }
    }

    public async ValueTask<SinkBatch> ReadAsync(TimeSpan timeout, CancellationToken wake, CancellationToken cancellationToken)
    {
        ConsumedBatch messages;
        try
        {
            messages = await _consumer.ConsumeAsync(countMax, timeout, wake);
        }
        catch (OperationCanceledException) when (wake.IsCancellationRequested)
        {
            return new SinkBatch();
        }

        using (messages)
        {
            await control.Thread.SwitchAsync();
            return await decoder.DecodeAsync(messages, cancellationToken);
        }
    }

    public Task CommitAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken) =>
        _consumer.CommitAsync(Positions(offsets), cancellationToken);

    public long? EndOf(TopicPartition partition) =>
        _consumer.TryGetWatermarks(new(partition.Topic, partition.Partition), out _, out var high) && high >= 0 ? high : null;

    public ValueTask DisposeAsync() => _consumer.DisposeAsync();

    private static KafkaPartition[] ToKafka(IReadOnlyCollection<TopicPartition> partitions) =>
        [.. partitions.Select(partition => new KafkaPartition(partition.Topic, partition.Partition))];

    private static TopicPartitionOffset[] Positions(IReadOnlyDictionary<TopicPartition, long> offsets) =>
        [.. offsets.Select(offset => new TopicPartitionOffset(offset.Key.Topic, offset.Key.Partition, offset.Value))];
}
