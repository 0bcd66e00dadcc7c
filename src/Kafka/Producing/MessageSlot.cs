namespace OrleansConnect.Kafka.Producing;

/// <summary>Where a message's parts lie in its batch's buffer; a length of -1 is null.</summary>
internal struct MessageSlot
{
    public const int AnyPartition = -1;
    public const int NullLength = -1;

    public string Topic;
    public long Sequence;
    public long? TimestampMs;
    public int Partition;
    public int KeyStart;
    public int KeyLength;
    public int ValueStart;
    public int ValueLength;
    public int HeaderStart;
    public int HeaderCount;

    /// <summary>No header and no time of its own: <c>rd_kafka_produce_batch</c> can take it.</summary>
    public readonly bool IsPlain => HeaderCount == 0 && TimestampMs is null;
}
