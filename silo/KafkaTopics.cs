using System.Globalization;
using OrleansConnect.Kafka;
using OrleansConnect.KafkaState;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Silo;

/// <summary>The topics that a cluster keeps itself in, from Kafka Connect's settings.</summary>
internal static class KafkaTopics
{
    private static readonly string[] Security = ["security.protocol", "ssl.", "sasl."];

    /// <summary>Who is alive: <c>GROUP-membership</c>.</summary>
    public static void ForMembership(KafkaStateOptions state, WorkerConfig config)
    {
        Connect(state, config, "status.storage");
        state.Topic = $"{config.GroupId}-membership";
    }

    /// <summary>
    /// Connectors, their tasks and failures: <c>config.storage.topic</c> with <c>-state</c> behind it, because the entries are not the ones that a Kafka Connect worker would
    /// write to its topic.
    /// </summary>
    public static void ForState(KafkaStateOptions state, WorkerConfig config)
    {
        Connect(state, config, "config.storage");
        state.Topic = $"{config.Settings.GetValueOrDefault("config.storage.topic") ?? config.GroupId}-state";
    }

    /// <summary>The worker's security settings as librdkafka names them.</summary>
    public static IReadOnlyDictionary<string, string> SecurityOf(WorkerConfig config) =>
        ClientSettings.ForAdmin(config.ClientSettings).Native
            .Where(setting => Array.Exists(Security, prefix => setting.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .ToDictionary(setting => setting.Key, setting => setting.Value);

    private static void Connect(KafkaStateOptions state, WorkerConfig config, string prefix)
    {
        state.BootstrapServers = config.BootstrapServers;
        foreach (var (key, value) in SecurityOf(config))
        {
            state.ClientProperties[key] = value;
        }

        if (short.TryParse(config.Settings.GetValueOrDefault($"{prefix}.replication.factor"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var factor))
        {
            state.ReplicationFactor = factor;
        }
    }
}
