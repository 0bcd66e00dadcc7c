using System.Globalization;
using OrleansConnect.KafkaState;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Silo;

/// <summary>The topics that a cluster keeps itself in, from Kafka Connect's settings.</summary>
internal static class KafkaTopics
{
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

    private static void Connect(KafkaStateOptions state, WorkerConfig config, string prefix)
    {
        state.BootstrapServers = config.BootstrapServers;
        if (short.TryParse(config.Settings.GetValueOrDefault($"{prefix}.replication.factor"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var factor))
        {
            state.ReplicationFactor = factor;
        }
    }
}
