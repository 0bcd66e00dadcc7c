using System.Globalization;
using Confluent.Kafka;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>Where source offsets are kept, and how Kafka is reached for them.</summary>
/// <param name="Topic">The topic; made when it is missing.</param>
/// <param name="Tail">How it is read: committed records only, since exactly-once tasks write offsets in transactions.</param>
public sealed record OffsetTopic(CompactedTopic Topic, TailSettings Tail)
{
    private const int DefaultPartitions = 25;
    private const short BrokersReplicationFactor = -1;

    /// <summary>The topic that a worker's settings name: <c>offset.storage.topic</c>, or <c>GROUP-offsets</c>.</summary>
    public static OffsetTopic Of(WorkerConfig config, IReadOnlyDictionary<string, string> clientProperties)
    {
        ArgumentNullException.ThrowIfNull(config);
        var topic = new CompactedTopic(config.Settings.GetValueOrDefault("offset.storage.topic") ?? $"{config.GroupId}-offsets")
        {
            Partitions = NumberOr(config, "offset.storage.partitions", DefaultPartitions),
            ReplicationFactor = (short)NumberOr(config, "offset.storage.replication.factor", BrokersReplicationFactor),
        };
        var connection = new KafkaConnection(config.BootstrapServers) { Properties = clientProperties };
        return new(topic, new TailSettings(connection) { IsolationLevel = IsolationLevel.ReadCommitted });
    }

    internal IAdminClient BuildAdmin() => new AdminClientBuilder(new AdminClientConfig(Client())).Build();

    internal IProducer<byte[], byte[]?> BuildProducer() =>
        new ProducerBuilder<byte[], byte[]?>(new ProducerConfig(Client())
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 0,
            MessageTimeoutMs = (int)TimeSpan.FromSeconds(10).TotalMilliseconds,
            // Java's choice of partition, so that a key has one place whoever writes it.
            Partitioner = Partitioner.Murmur2Random,
        }).SetValueSerializer(NullableBytes.Instance).Build();

    private static int NumberOr(WorkerConfig config, string key, int otherwise) =>
        config.Settings.GetValueOrDefault(key) is { } text
            ? int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : otherwise;

    private ClientConfig Client()
    {
        var client = new ClientConfig { BootstrapServers = Tail.Connection.BootstrapServers };
        foreach (var (key, value) in Tail.Connection.Properties)
        {
            client.Set(key, value);
        }

        return client;
    }

    private sealed class NullableBytes : ISerializer<byte[]?>
    {
        public static NullableBytes Instance { get; } = new();

        public byte[]? Serialize(byte[]? data, SerializationContext context) => data;
    }
}
