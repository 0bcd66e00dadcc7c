using Confluent.Kafka;

namespace OrleansConnect.Kafka.Log;

/// <summary>How to reach a Kafka cluster: its bootstrap servers and any further librdkafka properties, such as those for TLS and SASL.</summary>
public sealed record KafkaConnection(string BootstrapServers)
{
    private static readonly string[] SecurityPrefixes = ["security.protocol", "ssl.", "sasl."];

    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>The servers and the security of a client, without its other settings.</summary>
    public static KafkaConnection Of(ClientSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new(settings.BootstrapServers)
        {
            Properties = settings.Native.Where(setting => IsSecurity(setting.Key)).ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal),
        };
    }

    /// <summary>Whether a setting of a client, under Kafka's name or librdkafka's, is about security.</summary>
    public static bool IsSecurity(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Array.Exists(SecurityPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>Whether a setting of a client says where it connects to, or as whom.</summary>
    public static bool IsPart(string name) => name == "bootstrap.servers" || IsSecurity(name);

    /// <summary>The connection as the properties of a client.</summary>
    public ClientConfig ToClientConfig()
    {
        var config = new ClientConfig();
        foreach (var (name, value) in Properties)
        {
            config.Set(name, value);
        }

        config.BootstrapServers = BootstrapServers;
        config.ReconnectBackoffMs ??= 20;
        config.ReconnectBackoffMaxMs ??= Math.Max(1000, config.ReconnectBackoffMs.Value);
        return config;
    }

    /// <summary>A client that asks about topics and their ends.</summary>
    public IAdminClient BuildAdmin(KafkaClientLog log) => new AdminClientBuilder(new AdminClientConfig(ToClientConfig()))
        .SetLogHandler(log.Write)
        .SetErrorHandler((_, error) => log.WriteError(error))
        .Build();
}
