namespace OrleansConnect.Runtime.Grains;

/// <summary>The answer to a start: what the runner says of itself, and the partitions it has from before if it was running already.</summary>
[GenerateSerializer, Immutable, Alias("connect.runtime.TaskStarted")]
internal sealed record TaskStarted([property: Id(0)] TaskReport Report, [property: Id(1)] IReadOnlyList<SinkPartition> Partitions);
