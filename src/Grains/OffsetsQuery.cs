namespace OrleansConnect.Grains;

/// <summary>What is asked about a connector's offsets besides the offsets.</summary>
/// <param name="WithLogs">Whether a sink's partitions are wanted with what their logs hold.</param>
/// <param name="AtTime">The time to look up in the logs, if any.</param>
[GenerateSerializer, Immutable, Alias("connect.OffsetsQuery")]
public sealed record OffsetsQuery([property: Id(0)] bool WithLogs = false, [property: Id(1)] DateTimeOffset? AtTime = null);
