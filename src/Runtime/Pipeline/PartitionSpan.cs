namespace OrleansConnect.Runtime.Pipeline;

/// <summary>A stretch of a partition.</summary>
/// <param name="First">The offset of its first record.</param>
/// <param name="Next">The offset after its last record.</param>
internal readonly record struct PartitionSpan(long First, long Next);
