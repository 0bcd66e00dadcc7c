namespace OrleansConnect.EmbeddedKafka;

/// <summary>How an embedded broker is started.</summary>
public sealed record EmbeddedKafkaOptions
{
    /// <summary>The folder the broker keeps everything in; it is made if missing, and used by one broker at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The address to listen on, an IP address or "localhost"; loopback unless told otherwise.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The name or address that clients are told to connect to; <see cref="Host"/> if null, or the machine's name where that is a wildcard.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>The port; 0 takes the port of the last start on this folder if it is free, then <see cref="PreferredPort"/>, and any otherwise.</summary>
    public int Port { get; init; }

    /// <summary>The port to try where <see cref="Port"/> is 0, so that a first start gets one that people expect; 0 for none.</summary>
    public int PreferredPort { get; init; }

    /// <summary>Broker properties under Kafka's names, for instance <c>num.partitions</c>; what is not named has Kafka's default.</summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
