namespace OrleansConnect.Kafka.Log;

/// <summary>What a view holds of one key: its current entry, or, without bytes, the memory of a deletion that has left the log.</summary>
internal sealed record ViewEntry(long Version, Proposer Proposer, byte[]? Bytes, long Offset, DateTimeOffset Timestamp)
{
    public bool IsInLog => Bytes is not null;

    public bool IsDeletion => Bytes is not null && Envelope.IsDeleted(Bytes);
}
