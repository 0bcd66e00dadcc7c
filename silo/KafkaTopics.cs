using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Log;
using OrleansConnect.KafkaState;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Silo;

/// <summary>
/// The topics that a cluster keeps itself in, from Kafka Connect's settings. Offsets are in <c>offset.storage.topic</c> itself, because their format is Kafka Connect's; state and
/// membership have a suffix behind <c>config.storage.topic</c> and <c>status.storage.topic</c>, because theirs is not.
/// </summary>
internal static class KafkaTopics
{
    private const string StateTopic = "orleans.state.topic";
    private const string MembershipTopic = "orleans.membership.topic";

    /// <summary>Who is alive.</summary>
    public static void ForMembership(KafkaStateOptions state, WorkerConfig config) =>
        Apply(state, config, StorageTopic.Of(config, "status.storage"), MembershipTopic, "membership");

    /// <summary>Connectors, their tasks and failures, the catalog and the assignment.</summary>
    public static void ForState(KafkaStateOptions state, WorkerConfig config) =>
        Apply(state, config, StorageTopic.Of(config, "config.storage"), StateTopic, "state");

    /// <summary>How far sources have read.</summary>
    public static OffsetTopic ForOffsets(WorkerConfig config) =>
        OffsetTopic.Of(config, ConnectionOf(config), config.KafkaStartTimeout);

    private static void Apply(KafkaStateOptions state, WorkerConfig config, StorageTopic storage, string nameKey, string suffix)
    {
        state.BootstrapServers = config.BootstrapServers;
        state.Topic = config.Settings.GetValueOrDefault(nameKey) is { Length: > 0 } name ? name : $"{storage.Name ?? config.GroupId}-{suffix}";
        state.Partitions = storage.Partitions ?? state.Partitions;
        state.ReplicationFactor = storage.ReplicationFactor;
        state.StartTimeout = config.KafkaStartTimeout;
        foreach (var (key, value) in storage.Configs)
        {
            state.TopicConfigs[key] = value;
        }

        foreach (var (key, value) in ConnectionOf(config).Properties)
        {
            state.ClientProperties[key] = value;
        }
    }

    private static KafkaConnection ConnectionOf(WorkerConfig config) => KafkaConnection.Of(ClientSettings.ForAdmin(config.ClientSettings));
}
