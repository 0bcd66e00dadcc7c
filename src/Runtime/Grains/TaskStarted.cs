namespace OrleansConnect.Runtime.Grains;

/// <summary>What runs: what the runner says of itself, the partitions it has from before if it was running already, and where it is.</summary>
[GenerateSerializer, Immutable, Alias("connect.runtime.TaskStarted")]
internal sealed record TaskStarted(
    [property: Id(0)] TaskReport Report, [property: Id(1)] IReadOnlyList<SinkPartition> Partitions, [property: Id(2)] SiloAddress Silo);
