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

    private static readonly TimeSpan WriteTimeoutMax = TimeSpan.FromSeconds(10);

    /// <summary>How long a write outside of transactions may take: no longer than a commit waits for it, or what was given up could land behind a change of the offsets.</summary>
    public TimeSpan WriteTimeout { get; init; } = WriteTimeoutMax;

    /// <summary>The topic that a worker's settings name: <c>offset.storage.topic</c>, or <c>GROUP-offsets</c>.</summary>
    public static OffsetTopic Of(WorkerConfig config, KafkaConnection connection, TimeSpan startTimeout)
    {
        ArgumentNullException.ThrowIfNull(config);
        var storage = StorageTopic.Of(config, "offset.storage");
        var topic = new CompactedTopic(storage.Name ?? $"{config.GroupId}-offsets")
        {
            Partitions = storage.Partitions ?? DefaultPartitions,
            ReplicationFactor = storage.ReplicationFactor,
            Configs = storage.Configs,
        };
        return new(topic, new TailSettings(connection) { IsolationLevel = IsolationLevel.ReadCommitted, StartTimeout = startTimeout })
        {
            WriteTimeout = config.OffsetFlushTimeout < WriteTimeoutMax ? config.OffsetFlushTimeout : WriteTimeoutMax,
        };
    }

    /// <summary>A connector's own topic (<c>offsets.storage.topic</c>), made and read as the worker's is, over a connection of its own.</summary>
    public OffsetTopic Owned(string name, KafkaConnection connection) =>
        this with { Topic = Topic with { Name = name }, Tail = Tail with { Connection = connection } };

    internal IProducer<byte[], byte[]?> BuildProducer(TopicFacts facts, KafkaClientLog log, string? transactionalId = null) =>
        new ProducerBuilder<byte[], byte[]?>(new ProducerConfig(Tail.Connection.ToClientConfig())
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            TransactionalId = transactionalId,
            LingerMs = 0,
            MessageTimeoutMs = Math.Max(1, (int)(transactionalId is null ? WriteTimeout : WriteTimeoutMax).TotalMilliseconds),
            MessageMaxBytes = Math.Max(1000, facts.MaxMessageBytes),
            BatchSize = Math.Min(1_000_000, Math.Max(1, facts.RecordBytesMax)),
            // Java's choice of partition, so that a key has one place whoever writes it.
            Partitioner = Partitioner.Murmur2Random,
        })
        .SetValueSerializer(OptionalBytes.Instance)
        .SetLogHandler(log.Write)
        .SetErrorHandler((_, error) => log.WriteError(error))
        .Build();
}
