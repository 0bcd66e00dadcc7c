using OrleansConnect.Grains;
using OrleansConnect.Kafka.Admin;
using TopicPartition = OrleansConnect.Kafka.TopicPartition;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>Knows what the partitions of topics hold.</summary>
internal sealed class PartitionLogs(KafkaAdmin admin)
{
    /// <summary>The logs of those of the partitions that exist.</summary>
    public async Task<IReadOnlyDictionary<TopicPartition, PartitionLog>> FindAsync(
        IReadOnlyCollection<TopicPartition> partitions, DateTimeOffset? atTime, CancellationToken cancellationToken)
    {
        var topics = await admin.DescribeTopicsAsync([.. partitions.Select(partition => partition.Topic).Distinct()], cancellationToken);
        var existing = partitions.Where(partition => partition.Partition >= 0 && partition.Partition < topics.GetValueOrDefault(partition.Topic)?.Partitions).ToList();
        var starts = await admin.ListOffsetsAsync(existing, LogPosition.Earliest, cancellationToken);
        var ends = await admin.ListOffsetsAsync(existing, LogPosition.Latest, cancellationToken);
        var found = atTime is { } time ? await admin.ListOffsetsAsync(existing, LogPosition.AtTime(time), cancellationToken) : null;
        return existing.ToDictionary(partition => partition, partition => new PartitionLog(starts[partition], ends[partition], found?[partition]));
    }

    /// <summary>Refuses offsets that no consumer can stand at.</summary>
    /// <exception cref="ConnectRequestException">A partition does not exist, or an offset is not in its log.</exception>
    public async Task RequireReachableAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        var logs = await FindAsync([.. offsets.Keys], null, cancellationToken);
        foreach (var (partition, offset) in offsets)
        {
            if (!logs.TryGetValue(partition, out var log))
            {
                throw ConnectRequestException.Invalid(await MissingAsync(partition, cancellationToken));
            }

            if (offset < 0 || offset > log.End)
            {
                throw ConnectRequestException.Invalid(
                    $"Offset {offset} of partition {partition.Partition} of topic '{partition.Topic}' is {(offset < 0 ? "negative" : "beyond the end of its log")}. "
                    + $"Its records are at {log.Start} to {log.End}: give an offset from 0 to {log.End}. Nothing was changed.");
            }
        }
    }

    private async Task<string> MissingAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        var topics = await admin.DescribeTopicsAsync([partition.Topic], cancellationToken);
        return topics.TryGetValue(partition.Topic, out var topic)
            ? $"Topic '{partition.Topic}' has no partition {partition.Partition}, but {topic.Partitions} from 0 on. Correct 'kafka_partition'. Nothing was changed."
            : $"Kafka has no topic '{partition.Topic}'. Correct 'kafka_topic', or create the topic. Nothing was changed.";
    }
}
