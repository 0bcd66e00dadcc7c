namespace OrleansConnect.Client;

/// <summary>One worker of a cluster.</summary>
/// <param name="Id">Host and port of its REST interface.</param>
/// <param name="Silo">Its Orleans address.</param>
/// <param name="Connectors">The connectors that run there.</param>
/// <param name="Tasks">The tasks that run there.</param>
public sealed record WorkerInfo(string Id, string Silo, IReadOnlyList<string> Connectors, IReadOnlyList<TaskReference> Tasks)
{
    /// <summary>The product's version it runs.</summary>
    public string Version { get; init; } = "";

    /// <summary>What it carries, for connectors that ask with <c>placement.labels</c>.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether it holds the cluster grain, which says who does what.</summary>
    public bool IsLeader { get; init; }

    /// <summary>Whether it is handing over its work and leaves then.</summary>
    public bool IsLeaving { get; init; }
}
