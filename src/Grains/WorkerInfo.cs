namespace OrleansConnect.Grains;

/// <summary>A worker of the cluster.</summary>
/// <param name="WorkerId">Host and port of its REST listener.</param>
/// <param name="Silo">Its Orleans address.</param>
/// <param name="Connectors">The connectors assigned to it.</param>
/// <param name="Tasks">The tasks assigned to it.</param>
[GenerateSerializer, Immutable, Alias("connect.WorkerInfo")]
public sealed record WorkerInfo(
    [property: Id(0)] string WorkerId,
    [property: Id(1)] string Silo,
    [property: Id(2)] IReadOnlyList<string> Connectors,
    [property: Id(3)] IReadOnlyList<TaskId> Tasks)
{
    /// <summary>The product's version it runs.</summary>
    [Id(4)]
    public string Version { get; init; } = "";

    /// <summary>The labels it carries.</summary>
    [Id(5)]
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether it is handing over its work and leaves then.</summary>
    [Id(6)]
    public bool IsLeaving { get; init; }

    /// <summary>Whether it holds the cluster grain, which says who does what.</summary>
    [Id(7)]
    public bool IsLeader { get; init; }
}
