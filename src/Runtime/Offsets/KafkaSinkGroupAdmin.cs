using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Admin;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>A consumer group in Kafka.</summary>
internal sealed class KafkaSinkGroupAdmin(string group, KafkaAdmin admin) : ISinkGroupAdmin
{
    public Task<IReadOnlyDictionary<TopicPartition, long>> ListAsync(CancellationToken cancellationToken) => admin.ListGroupOffsetsAsync(group, cancellationToken);

    public Task<GroupDescription> DescribeAsync(CancellationToken cancellationToken) => admin.DescribeGroupAsync(group, cancellationToken);

    public Task SetAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken) =>
        admin.AlterGroupOffsetsAsync(group, offsets, cancellationToken);

    public Task RemoveAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) =>
        admin.DeleteGroupOffsetsAsync(group, partitions, cancellationToken);

    public Task<bool> DeleteAsync(CancellationToken cancellationToken) => admin.DeleteGroupAsync(group, cancellationToken);
}
