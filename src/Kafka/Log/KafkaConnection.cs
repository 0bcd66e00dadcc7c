using Confluent.Kafka;

namespace OrleansConnect.Kafka.Log;

/// <summary>How to reach a Kafka cluster: its bootstrap servers and any further librdkafka properties, such as those for TLS and SASL.</summary>
public sealed record KafkaConnection(string BootstrapServers)
{
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>The connection as the properties of a client.</summary>
    public ClientConfig ToClientConfig()
    {
        var config = new ClientConfig();
        foreach (var (name, value) in Properties)
        {
            config.Set(name, value);
        }

        config.BootstrapServers = BootstrapServers;
        config.ReconnectBackoffMs ??= 50;
        config.ReconnectBackoffMaxMs ??= 1000;
        return config;
    }

    /// <summary>A client that asks about topics and their ends.</summary>
    public IAdminClient BuildAdmin(KafkaClientLog log) => new AdminClientBuilder(new AdminClientConfig(ToClientConfig()))
        .SetLogHandler(log.Write)
        .SetErrorHandler((_, error) => log.WriteError(error))
        .Build();
}
