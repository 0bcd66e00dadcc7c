namespace OrleansConnect.Client;

/// <summary>A task of a connector.</summary>
/// <param name="Connector">The connector's name.</param>
/// <param name="Task">The task's number.</param>
public sealed record TaskReference(string Connector, int Task);
