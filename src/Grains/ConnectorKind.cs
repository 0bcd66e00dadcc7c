namespace OrleansConnect.Grains;

/// <summary>Which way a connector moves records.</summary>
public enum ConnectorKind
{
    /// <summary>Its class is not known to the worker that was asked.</summary>
    Unknown,

    /// <summary>Into Kafka.</summary>
    Source,

    /// <summary>Out of Kafka.</summary>
    Sink,
}
