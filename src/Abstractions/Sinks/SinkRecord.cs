using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Sinks;

/// <summary>A record read from Kafka, on its way to a sink task.</summary>
public sealed record SinkRecord : ConnectRecord
{
    /// <summary>Its offset in Kafka.</summary>
    public long KafkaOffset { get; init; }

    /// <summary>What <see cref="ConnectRecord.TimestampMs"/> means.</summary>
    public TimestampKind TimestampKind { get; init; }

    /// <summary>The topic it was read from, whatever transformations made of <see cref="ConnectRecord.Topic"/>.</summary>
    public required string OriginalTopic { get; init; }

    /// <summary>The partition it was read from.</summary>
    public int OriginalPartition { get; init; }

    /// <summary>The offset it was read at.</summary>
    public long OriginalOffset { get; init; }

    // How it was in Kafka, for the runtime to put it aside so if need be; stays with every copy that is made with "with".
    internal object? Origin { get; init; }

    /// <summary>Topic and partition it was read from.</summary>
    public TopicPartition OriginalTopicPartition => new(OriginalTopic, OriginalPartition);
}
