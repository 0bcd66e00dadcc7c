using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Transactions;

/// <summary>One transactional id: its producer, and its transaction with the partitions it has touched. Immutable: a change is saved, then put in place.</summary>
internal sealed record TransactionState(string TransactionalId, long ProducerId, short Epoch, TimeSpan Timeout)
{
    public const short NoEpoch = -1;

    public TransactionStatus Status { get; init; } = TransactionStatus.Empty;

    public IReadOnlySet<(string Topic, int Partition)> Partitions { get; init; } = new HashSet<(string, int)>();

    public long StartedMs { get; init; } = -1;

    public long UpdatedMs { get; init; }

    /// <summary>The epoch before the last bump by the producer itself, which may repeat its request when the answer was lost.</summary>
    public short PreviousEpoch { get; init; } = NoEpoch;

    public bool IsPreparing => Status is TransactionStatus.PrepareCommit or TransactionStatus.PrepareAbort;

    public TransactionLogValue ToValue() => new()
    {
        ProducerId = ProducerId,
        ProducerEpoch = Epoch,
        TransactionTimeoutMs = (int)Timeout.TotalMilliseconds,
        TransactionStatus = (sbyte)Status,
        TransactionPartitions = [.. Partitions.GroupBy(partition => partition.Topic, StringComparer.Ordinal).Select(topic => new TransactionLogValue.TransactionPartitionEntry
        {
            Topic = topic.Key,
            PartitionIds = [.. topic.Select(partition => partition.Partition)],
        })],
        TransactionLastUpdateTimestampMs = UpdatedMs,
        TransactionStartTimestampMs = StartedMs,
    };

    public static TransactionState FromValue(string transactionalId, TransactionLogValue value) =>
        new(transactionalId, value.ProducerId, value.ProducerEpoch, TimeSpan.FromMilliseconds(value.TransactionTimeoutMs))
        {
            Status = (TransactionStatus)value.TransactionStatus,
            Partitions = (value.TransactionPartitions ?? []).SelectMany(topic => topic.PartitionIds.Select(partition => (topic.Topic, partition))).ToHashSet(),
            StartedMs = value.TransactionStartTimestampMs,
            UpdatedMs = value.TransactionLastUpdateTimestampMs,
        };
}
