namespace OrleansConnect.Abstractions.Sources;

/// <summary>A source record that is done with.</summary>
/// <param name="Record">The record as the task returned it.</param>
/// <param name="Partition">The partition it was written to; -1 when it was filtered or skipped.</param>
/// <param name="Offset">Its offset there; -1 when it was filtered or skipped.</param>
public readonly record struct DeliveredRecord(SourceRecord Record, int Partition, long Offset);
