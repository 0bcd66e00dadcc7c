using Confluent.Kafka;

namespace OrleansConnect.Kafka.Log;

/// <summary>How a compacted topic is followed.</summary>
public sealed record TailSettings(KafkaConnection Connection)
{
    /// <summary>How long to wait for Kafka and for the first read of the whole topic.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long one read to the end may take.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>ReadCommitted where records are written in transactions.</summary>
    public IsolationLevel IsolationLevel { get; init; } = IsolationLevel.ReadUncommitted;

    internal IConsumer<byte[]?, byte[]?> BuildConsumer(KafkaClientLog log)
    {
        var config = new ConsumerConfig(Connection.ToClientConfig())
        {
            // The library demands a group; none is ever joined, because partitions are assigned and nothing is committed.
            GroupId = "compacted-topic-tail",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Error,
            AllowAutoCreateTopics = false,
            EnablePartitionEof = true,
            IsolationLevel = IsolationLevel,
            FetchWaitMaxMs = 500,
            FetchErrorBackoffMs = 50,
            FetchQueueBackoffMs = 2,
            QueuedMinMessages = 100_000,
        };
        return new ConsumerBuilder<byte[]?, byte[]?>(config)
            .SetKeyDeserializer(OptionalBytes.Instance)
            .SetValueDeserializer(OptionalBytes.Instance)
            .SetLogHandler(log.Write)
            .SetErrorHandler((_, error) => log.WriteError(error))
            .Build();
    }
}
