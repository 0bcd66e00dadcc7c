using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>The partitions that a sink task is to read from now on.</summary>
/// <param name="Partitions">All of them.</param>
/// <param name="Generation">Higher than that of every assignment before, of any task of the connector.</param>
internal sealed record AssignedPartitions(IReadOnlySet<TopicPartition> Partitions, long Generation);
