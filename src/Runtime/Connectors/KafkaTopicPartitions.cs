using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Kafka.Admin;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>Asks Kafka for the topics of sinks.</summary>
internal sealed class KafkaTopicPartitions(KafkaAdmin admin, VariableResolver variables) : ITopicPartitions
{
    private static readonly string[] Keys = ["topics", "topics.regex"];

    public async Task<IReadOnlyDictionary<string, int>> CountAsync(IReadOnlyDictionary<string, string?> connectorConfig, CancellationToken cancellationToken)
    {
        var wanted = await variables.ResolveAsync(Keys.ToDictionary(key => key, connectorConfig.GetValueOrDefault), cancellationToken);
        var all = await admin.ListTopicsAsync(cancellationToken);
        if (wanted["topics.regex"] is { Length: > 0 } pattern)
        {
            // A user's expression may take long over a topic's name, and this is asked for on a grain.
            return await Task.Run(() => Matching(new JavaRegex(pattern), all), cancellationToken);
        }

        return (wanted["topics"] ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .Where(all.ContainsKey)
            .ToDictionary(topic => topic, topic => all[topic].Partitions);
    }

    private static Dictionary<string, int> Matching(JavaRegex pattern, IReadOnlyDictionary<string, TopicDescription> all) =>
        all.Where(topic => pattern.Matches(topic.Key)).ToDictionary(topic => topic.Key, topic => topic.Value.Partitions);
}
