using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka.Admin;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Creates a source's topics over an admin client of its own, which carries the connector's overrides, and only when there is a topic to create.</summary>
internal sealed class KafkaTopicAdmin(TaskClients clients, KafkaPatience patience, TimeProvider time, ILogger logger) : ITopicAdmin, IDisposable
{
    private KafkaAdmin? _admin;

    public async Task<bool> ExistsAsync(string topic, CancellationToken cancellationToken)
    {
        var found = await patience.AskAsync($"look for topic '{topic}'", () => Admin().DescribeTopicsAsync([topic], cancellationToken), cancellationToken);
        return found.ContainsKey(topic);
    }

    public Task CreateAsync(string topic, TopicGroup group, CancellationToken cancellationToken)
    {
        var wanted = new NewTopic(topic)
        {
            Partitions = group.Partitions == -1 ? null : group.Partitions,
            ReplicationFactor = group.ReplicationFactor == -1 ? null : group.ReplicationFactor,
            Configs = group.Configs,
        };
        return patience.AskAsync($"create topic '{topic}'", () => Admin().CreateTopicAsync(wanted, cancellationToken), cancellationToken);
    }

    public void Dispose() => _admin?.Dispose();

    private KafkaAdmin Admin() => _admin ??= new(clients.Admin(), time, logger);
}
