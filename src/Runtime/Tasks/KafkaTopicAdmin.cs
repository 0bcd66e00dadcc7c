using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka.Admin;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Creates a source's topics over an admin client of its own, which carries the connector's overrides, and only when there is a topic to create.</summary>
internal sealed class KafkaTopicAdmin(TaskClients clients, TimeProvider time, ILogger logger) : ITopicAdmin, IDisposable
{
    private KafkaAdmin? _admin;

    public async Task<bool> ExistsAsync(string topic, CancellationToken cancellationToken) =>
        (await Admin().DescribeTopicsAsync([topic], cancellationToken)).ContainsKey(topic);

    public Task CreateAsync(string topic, TopicGroup group, CancellationToken cancellationToken) => Admin().CreateTopicAsync(
        new(topic)
        {
            Partitions = group.Partitions > 0 ? group.Partitions : null,
            ReplicationFactor = group.ReplicationFactor > 0 ? group.ReplicationFactor : null,
            Configs = group.Configs,
        },
        cancellationToken);

    public void Dispose() => _admin?.Dispose();

    private KafkaAdmin Admin() => _admin ??= new(clients.Admin(), time, logger);
}
