namespace OrleansConnect.EmbeddedKafka.Groups;

/// <summary>An offset that a group has committed for a partition.</summary>
internal sealed record CommittedOffset(long Offset, int LeaderEpoch, string Metadata, long CommittedMs);
