using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Admin;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>What is asked of Kafka about one consumer group; what it refuses is a <see cref="KafkaClientException"/>.</summary>
internal interface ISinkGroupAdmin
{
    /// <summary>The committed offsets; none of a group that does not exist.</summary>
    Task<IReadOnlyDictionary<TopicPartition, long>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Who is in the group, and what may be done to it.</summary>
    Task<GroupDescription> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Sets these offsets and no others.</summary>
    Task SetAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken);

    /// <summary>Removes the offsets of these partitions.</summary>
    Task RemoveAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken);

    /// <summary>Removes the group with all its offsets; false if there was none.</summary>
    Task<bool> DeleteAsync(CancellationToken cancellationToken);
}
