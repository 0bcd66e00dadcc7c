using OrleansConnect.Runtime.Connectors;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Divides the partitions of a sink's topics over its tasks. For use on the connector grain's scheduler only.</summary>
/// <param name="memory">What is kept of the connector.</param>
/// <param name="topics">Which topics there are.</param>
/// <param name="workerSettings">The worker's settings.</param>
/// <param name="missing">Has those looked for soon that are missing.</param>
internal sealed class SinkDivision(
    ConnectorMemory memory, ITopicPartitions topics, IReadOnlyDictionary<string, string?> workerSettings, MissingTopics missing)
{
    public async Task AssignAsync(TaskSupervisor tasks, CancellationToken cancellationToken)
    {
        var counts = await topics.CountAsync(memory.Config, cancellationToken);
        missing.Set(counts.Count < Math.Max(1, NamedTopics), memory.ConfigVersion);
        await tasks.AssignPartitionsAsync(
            counts.SelectMany(topic => Enumerable.Range(0, topic.Value).Select(partition => new SinkPartition(topic.Key, partition))),
            SinkAssignment.IsByRange(memory.Config, workerSettings));
    }

    // A variable counts as one name.
    private int NamedTopics => (memory.Config.GetValueOrDefault("topics") ?? "")
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().Count();
}
