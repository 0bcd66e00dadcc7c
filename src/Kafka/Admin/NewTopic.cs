namespace OrleansConnect.Kafka.Admin;

/// <summary>A topic to create. Without a number of partitions or replicas the broker's defaults are taken.</summary>
public sealed record NewTopic(string Name)
{
    public int? Partitions { get; init; }

    public short? ReplicationFactor { get; init; }

    /// <summary>By Kafka's names, such as <c>cleanup.policy</c>.</summary>
    public IReadOnlyDictionary<string, string> Configs { get; init; } = new Dictionary<string, string>();
}
