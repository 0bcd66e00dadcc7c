using OrleansConnect.Runtime.Connectors;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Divides the partitions of a sink's topics over its tasks. For use on the connector grain's scheduler only.</summary>
internal sealed class SinkDivision(ConnectorMemory memory, ITopicPartitions topics, IReadOnlyDictionary<string, string?> workerSettings)
{
    public async Task AssignAsync(TaskSupervisor tasks, CancellationToken cancellationToken)
    {
        var counts = await topics.CountAsync(memory.Config, cancellationToken);
        await tasks.AssignPartitionsAsync(
            counts.SelectMany(topic => Enumerable.Range(0, topic.Value).Select(partition => new SinkPartition(topic.Key, partition))),
            SinkAssignment.IsByRange(memory.Config, workerSettings));
    }
}
