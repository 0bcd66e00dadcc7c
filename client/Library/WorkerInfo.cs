namespace OrleansConnect.Client;

/// <summary>One worker of a cluster.</summary>
/// <param name="Id">Host and port of its REST interface.</param>
/// <param name="Silo">Its Orleans address.</param>
/// <param name="Connectors">The connectors that run there.</param>
/// <param name="Tasks">The tasks that run there.</param>
public sealed record WorkerInfo(string Id, string Silo, IReadOnlyList<string> Connectors, IReadOnlyList<TaskReference> Tasks);
