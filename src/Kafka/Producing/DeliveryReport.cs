namespace OrleansConnect.Kafka.Producing;

/// <summary>
/// What became of one message: stored where <see cref="Partition"/> and <see cref="Offset"/> say, or not because of <see cref="Error"/>.
/// The offset is <see cref="TopicPartitionOffset.Invalid"/> if a retried message was found to be stored already.
/// </summary>
public readonly record struct DeliveryReport(long Sequence, int Partition, long Offset, KafkaError? Error)
{
    /// <summary>The topic of a message with an <see cref="Error"/>; null for the others, which are many.</summary>
    public string? Topic { get; init; }
}
