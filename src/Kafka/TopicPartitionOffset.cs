namespace OrleansConnect.Kafka;

/// <summary>A position in a partition: the offset of the next record to read, or one of the constants here.</summary>
public readonly record struct TopicPartitionOffset(string Topic, int Partition, long Offset)
{
    /// <summary>Where the partition's first record is.</summary>
    public const long Beginning = -2;

    /// <summary>Behind the partition's last record.</summary>
    public const long End = -1;

    /// <summary>What the group committed, or else what <c>auto.offset.reset</c> says.</summary>
    public const long Stored = -1000;

    /// <summary>No offset: nothing was committed.</summary>
    public const long Invalid = -1001;

    public TopicPartition TopicPartition => new(Topic, Partition);

    /// <summary>As Kafka writes it: <c>orders-0@42</c>.</summary>
    public override string ToString() => $"{Topic}-{Partition}@{Offset}";
}
