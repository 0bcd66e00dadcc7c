using OrleansConnect.Client;

namespace OrleansConnect.Cli.Plans;

/// <summary>Where a sink's partition is to be moved: an offset of what its log holds and where it stands, or null to leave it.</summary>
internal delegate long? OffsetMove(PartitionLog log, long? now);
