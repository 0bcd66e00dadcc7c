using OrleansConnect.Runtime.Connectors;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Divides the partitions of a sink's topics over its tasks: of the topics of the configuration that the tasks were made of, which is not the present one while that one's plugin does not
/// start. For use on the connector grain's scheduler only.
/// </summary>
/// <param name="memory">What is kept of the connector.</param>
/// <param name="topics">Which topics there are.</param>
/// <param name="workerSettings">The worker's settings.</param>
/// <param name="missing">Has those looked for soon that are missing.</param>
/// <param name="resolved">The connector's settings without variables, while its plugin runs with them: no provider is asked for what is known.</param>
internal sealed class SinkDivision(
    ConnectorMemory memory, ITopicPartitions topics, IReadOnlyDictionary<string, string?> workerSettings, MissingTopics missing, Func<IReadOnlyDictionary<string, string?>?> resolved)
{
    private static readonly string[] Keys = ["topics", "topics.regex"];

    public async Task AssignAsync(TaskSupervisor tasks, CancellationToken cancellationToken)
    {
        var config = ConfigOfTasks();
        var counts = await topics.CountAsync(config, cancellationToken);
        missing.Set(counts.Count < Math.Max(1, NamedTopics(config)), memory.Tasks.ConfigVersion);
        await tasks.AssignPartitionsAsync(
            counts.SelectMany(topic => Enumerable.Range(0, topic.Value).Select(partition => new SinkPartition(topic.Key, partition))),
            SinkAssignment.IsByRange(config, workerSettings));
    }

    // Each task has a copy of the topics it was made for; its clients have the connector's present settings.
    private Dictionary<string, string?> ConfigOfTasks()
    {
        var config = new Dictionary<string, string?>(resolved() ?? memory.Config);
        foreach (var key in memory.Tasks.Configs.Count > 0 ? Keys : [])
        {
            config[key] = memory.Tasks.Configs[0].GetValueOrDefault(key);
        }

        return config;
    }

    // A variable counts as one name.
    private static int NamedTopics(Dictionary<string, string?> config) => (config.GetValueOrDefault("topics") ?? "")
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().Count();
}
