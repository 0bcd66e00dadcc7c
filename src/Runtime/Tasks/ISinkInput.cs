using OrleansConnect.Abstractions.Data;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What the sink runner asks of a consumer.</summary>
internal interface ISinkInput : IAsyncDisposable
{
    /// <summary>What the group committed; partitions without a commit are not in the answer.</summary>
    Task<IReadOnlyDictionary<TopicPartition, long>> CommittedAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken);

    /// <summary>Reads these partitions too: from their offset on, or where <c>auto.offset.reset</c> says.</summary>
    Task AddAsync(IReadOnlyDictionary<TopicPartition, long?> starts, CancellationToken cancellationToken);

    /// <summary>Reads these partitions no longer; those that it does not read are left out, here and below.</summary>
    void Remove(IReadOnlyCollection<TopicPartition> partitions);

    void Pause(IReadOnlyCollection<TopicPartition> partitions);

    void Resume(IReadOnlyCollection<TopicPartition> partitions);

    /// <summary>Goes on reading elsewhere.</summary>
    Task SeekAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken);

    /// <summary>The next records; empty after the timeout or when the wait was woken.</summary>
    ValueTask<SinkBatch> ReadAsync(TimeSpan timeout, CancellationToken wake, CancellationToken cancellationToken);

    /// <summary>Commits for the group.</summary>
    Task CommitAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken);

    /// <summary>The offset after the partition's last record as the last fetch told it; null where it is not known.</summary>
    long? EndOf(TopicPartition partition);

    /// <summary>Asks Kafka for the ends of partitions. May be called beside everything else.</summary>
    /// <exception cref="Kafka.KafkaClientException">Kafka did not say.</exception>
    Task<IReadOnlyDictionary<TopicPartition, long>> AskEndsAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken);
}
