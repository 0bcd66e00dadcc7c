using System.Globalization;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.EmbeddedKafka;

namespace OrleansConnect.Silo;

/// <summary>Settings of the embedded broker: <c>data-dir</c>, <c>port</c>, <c>host</c>, <c>advertised-host</c>, and the broker's own under Kafka's names.</summary>
internal static class EmbeddedKafkaSettings
{
    /// <summary>Where Kafka's users and tools look for it.</summary>
    public const int KafkaPort = 9092;

    /// <summary>What stands before the broker's settings among those of a worker.</summary>
    private const string Prefix = "embedded.kafka.";
    private const string DataDirectory = "data-dir";

    /// <summary>The settings of the <c>broker</c> command, which has Kafka's port unless told another.</summary>
    public static EmbeddedKafkaOptions OfBroker(IReadOnlyDictionary<string, string> settings)
    {
        var options = Parse(new(settings, StringComparer.Ordinal));
        return settings.ContainsKey("port") ? options : options with { Port = KafkaPort };
    }

    /// <summary>
    /// Takes the broker's settings out of a worker's. Nobody asked such a broker for a port: it has the one of its last start, else Kafka's, else any that is free.
    /// </summary>
    public static EmbeddedKafkaOptions TakeFrom(Dictionary<string, string?> settings)
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in settings.Keys.Where(key => key == DataDirectory || key.StartsWith(Prefix, StringComparison.Ordinal)).ToList())
        {
            settings.Remove(key, out var value);
            own[key == DataDirectory ? key : key[Prefix.Length..]] = value ?? "";
        }

        return Parse(own) with { PreferredPort = KafkaPort };
    }

    private static EmbeddedKafkaOptions Parse(Dictionary<string, string> properties)
    {
        properties.Remove(DataDirectory, out var directory);
        properties.Remove("host", out var host);
        properties.Remove("advertised-host", out var advertisedHost);
        var port = properties.Remove("port", out var text) ? ParsePort(text) : 0;
        return new()
        {
            DataDirectory = directory ?? "data",
            Host = host ?? "127.0.0.1",
            AdvertisedHost = advertisedHost,
            Port = port,
            Properties = properties,
        };
    }

    private static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new ConfigException($"The port '{text}' is not a number from 0 to 65535.");
}
