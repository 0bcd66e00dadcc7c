namespace OrleansConnect.Grains;

/// <summary>Who does what, what nobody does, and what was moved lately.</summary>
/// <param name="Workers">The workers and what is assigned to them.</param>
/// <param name="Unassigned">What no worker has, and why.</param>
/// <param name="Movements">The latest movements, the oldest first.</param>
[GenerateSerializer, Immutable, Alias("connect.ClusterOverview")]
public sealed record ClusterOverview(
    [property: Id(0)] IReadOnlyList<WorkerInfo> Workers,
    [property: Id(1)] IReadOnlyList<UnassignedWork> Unassigned,
    [property: Id(2)] IReadOnlyList<Movement> Movements);
