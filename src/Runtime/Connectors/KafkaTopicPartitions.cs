using System.Text.RegularExpressions;
using OrleansConnect.Kafka.Admin;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>Asks Kafka for the topics of sinks.</summary>
internal sealed class KafkaTopicPartitions(KafkaAdmin admin) : ITopicPartitions
{
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(IReadOnlyDictionary<string, string?> connectorConfig, CancellationToken cancellationToken)
    {
        var all = await admin.ListTopicsAsync(cancellationToken);
        if (connectorConfig.GetValueOrDefault("topics.regex") is { Length: > 0 } regex)
        {
            var pattern = new Regex($"^(?:{regex})$", RegexOptions.CultureInvariant);
            return all.Where(topic => pattern.IsMatch(topic.Key)).ToDictionary(topic => topic.Key, topic => topic.Value.Partitions);
        }

        return (connectorConfig.GetValueOrDefault("topics") ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Distinct()
            .Where(all.ContainsKey)
            .ToDictionary(topic => topic, topic => all[topic].Partitions);
    }
}
