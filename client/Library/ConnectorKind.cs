namespace OrleansConnect.Client;

/// <summary>Which way a connector moves records.</summary>
public enum ConnectorKind
{
    /// <summary>The worker that was asked does not know the connector's class.</summary>
    Unknown,

    /// <summary>From another system into Kafka.</summary>
    Source,

    /// <summary>From Kafka into another system.</summary>
    Sink,
}
