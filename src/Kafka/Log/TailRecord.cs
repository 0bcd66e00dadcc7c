namespace OrleansConnect.Kafka.Log;

/// <summary>One record as the tail met it; a null value is a tombstone.</summary>
public readonly record struct TailRecord(int Partition, long Offset, DateTimeOffset Timestamp, byte[]? Key, byte[]? Value);
