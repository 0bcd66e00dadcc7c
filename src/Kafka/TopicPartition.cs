namespace OrleansConnect.Kafka;

/// <summary>A partition of a topic.</summary>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    /// <summary>As Kafka writes it: <c>orders-0</c>.</summary>
    public override string ToString() => $"{Topic}-{Partition}";
}
