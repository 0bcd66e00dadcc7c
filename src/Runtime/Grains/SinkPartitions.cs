namespace OrleansConnect.Runtime.Grains;

/// <summary>The partitions that a sink task is to read from now on.</summary>
/// <param name="Generation">Higher than that of every assignment before, of any task of the connector.</param>
/// <param name="Partitions">All of them.</param>
[GenerateSerializer, Immutable, Alias("connect.runtime.SinkPartitions")]
internal sealed record SinkPartitions([property: Id(0)] long Generation, [property: Id(1)] IReadOnlyList<SinkPartition> Partitions);
