namespace OrleansConnect.Client;

/// <summary>The answer to a put.</summary>
/// <param name="Connector">The connector as it is configured now.</param>
/// <param name="Created">Whether it was not there before.</param>
public sealed record PutConnectorResult(ConnectorInfo Connector, bool Created);
