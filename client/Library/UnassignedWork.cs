namespace OrleansConnect.Client;

/// <summary>A connector or task that no worker has.</summary>
/// <param name="What">A connector's name, or connector and number of a task: <c>orders/0</c>.</param>
/// <param name="Reason">Why.</param>
public sealed record UnassignedWork(string What, string Reason);
