using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansConnect.Tests.Conformance.Broker;

/// <summary>librdkafka clients with the settings the tests share.</summary>
internal sealed class Clients(string bootstrapServers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public IProducer<string?, string?> Producer(Action<ProducerConfig>? configure = null)
    {
        var config = new ProducerConfig { BootstrapServers = bootstrapServers, LingerMs = 0, EnableIdempotence = true };
        configure?.Invoke(config);
        return new ProducerBuilder<string?, string?>(config)
            .SetKeySerializer(Text.Instance).SetValueSerializer(Text.Instance).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
    }

    public IConsumer<string?, string?> Consumer(Action<ConsumerConfig>? configure = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "none",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnablePartitionEof = true,
            FetchWaitMaxMs = 100,
        };
        configure?.Invoke(config);
        return new ConsumerBuilder<string?, string?>(config)
            .SetKeyDeserializer(Text.Instance).SetValueDeserializer(Text.Instance).SetErrorHandler((_, _) => { }).SetLogHandler((_, _) => { }).Build();
    }

    public IAdminClient Admin() =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).SetLogHandler((_, _) => { }).Build();

    /// <summary>A new topic with a name of its own.</summary>
    public async Task<string> NewTopicAsync(int partitions = 1, Dictionary<string, string>? configs = null)
    {
        var name = "topic-" + Guid.NewGuid().ToString("N");
        using var admin = Admin();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = 1, Configs = configs }]);
        return name;
    }

    /// <summary>Everything in a partition up to its end.</summary>
    public List<ConsumeResult<string?, string?>> ReadAll(
        string topic, int partition = 0, long from = 0, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        using var consumer = Consumer(config => config.IsolationLevel = isolation);
        consumer.Assign(new TopicPartitionOffset(topic, partition, from));
        return Read(consumer, int.MaxValue);
    }

    /// <summary>The values in a topic's first partition up to its end, for topics with very many.</summary>
    public List<string?> ReadValues(string topic)
    {
        using var consumer = Consumer(config => config.IsolationLevel = IsolationLevel.ReadCommitted);
        consumer.Assign(new TopicPartitionOffset(topic, 0, 0));
        var values = new List<string?>();
        while (consumer.Consume(Patience) is { IsPartitionEOF: false } record)
        {
            values.Add(record.Message.Value);
        }

        return values;
    }

    /// <summary>Records until there are so many, or the partition's end.</summary>
    public static List<ConsumeResult<string?, string?>> Read(IConsumer<string?, string?> consumer, int count)
    {
        var records = new List<ConsumeResult<string?, string?>>();
        while (records.Count < count)
        {
            var result = consumer.Consume(Patience) ?? throw new TimeoutException($"{records.Count} records came and then none for {Patience}.");
            if (result.IsPartitionEOF)
            {
                break;
            }

            records.Add(result);
        }

        return records;
    }

    private sealed class Text : ISerializer<string?>, IDeserializer<string?>
    {
        public static Text Instance { get; } = new();

        public byte[]? Serialize(string? data, SerializationContext context) => data is null ? null : Encoding.UTF8.GetBytes(data);

        public string? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) => isNull ? null : Encoding.UTF8.GetString(data);
    }
}
