namespace OrleansConnect.Client;

/// <summary>One connector of a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Connector">The connector as configured, if that was asked for.</param>
/// <param name="Status">What it and its tasks are doing, if that was asked for.</param>
public sealed record ListedConnector(string Name, ConnectorInfo? Connector, ConnectorStatus? Status);
