namespace OrleansConnect.EmbeddedKafka;

/// <summary>How an embedded broker is started.</summary>
public sealed record EmbeddedKafkaOptions
{
    /// <summary>The folder the broker keeps everything in; it is made if missing, and used by one broker at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The address to listen on, an IP address or "localhost"; loopback unless told otherwise. Clients are told the same.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 takes the port of the last start on this folder if it is free, and any otherwise.</summary>
    public int Port { get; init; }

    /// <summary>Broker properties under Kafka's names, for instance <c>num.partitions</c>; what is not named has Kafka's default.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
