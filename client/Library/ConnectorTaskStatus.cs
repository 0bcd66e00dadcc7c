namespace OrleansConnect.Client;

/// <summary>What one task of a connector is doing.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Instance">Its state and place.</param>
/// <param name="Progress">What it has moved, or null while it has not reported.</param>
public sealed record ConnectorTaskStatus(int Id, InstanceStatus Instance, TaskProgress? Progress);
