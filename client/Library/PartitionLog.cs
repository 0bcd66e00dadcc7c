namespace OrleansConnect.Client;

/// <summary>What a partition of a sink's topic holds.</summary>
/// <param name="Start">The first offset that is still there.</param>
/// <param name="End">The offset behind the last record.</param>
/// <param name="AtTime">The first record of the time that was asked for, or <paramref name="End"/> where all are older; null where no time was asked for.</param>
public sealed record PartitionLog(long Start, long End, long? AtTime);
