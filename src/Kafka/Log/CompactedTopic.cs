namespace OrleansConnect.Kafka.Log;

/// <summary>A compacted topic as it is to be created; partitions and replicas of one that exists are taken as they are.</summary>
public sealed record CompactedTopic(string Name)
{
    /// <summary>-1 leaves it to the broker's num.partitions.</summary>
    public int Partitions { get; init; } = 1;

    /// <summary>-1 leaves it to the broker's default.replication.factor.</summary>
    public short ReplicationFactor { get; init; } = -1;

    /// <summary>How long tombstones must stay in it; null where nobody counts on them.</summary>
    public TimeSpan? TombstoneRetention { get; init; }

    /// <summary>Further topic settings for its creation, such as min.insync.replicas.</summary>
    public IReadOnlyDictionary<string, string> Configs { get; init; } = new Dictionary<string, string>();
}
