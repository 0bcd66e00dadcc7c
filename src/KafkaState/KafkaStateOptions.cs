using Orleans.Storage;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.KafkaState;

/// <summary>Where an Orleans cluster keeps its state in Kafka.</summary>
public sealed class KafkaStateOptions
{
    /// <summary>Kafka's bootstrap servers, such as <c>localhost:9092</c>. Required.</summary>
    public string BootstrapServers { get; set; } = "";

    /// <summary>Further librdkafka properties for every client, such as <c>security.protocol</c>.</summary>
    public Dictionary<string, string> ClientProperties { get; } = [];

    /// <summary>Topics are named <c>PREFIX-membership</c>, <c>PREFIX-state</c> and <c>PREFIX-reminders</c>. Default: orleans.</summary>
    public string TopicPrefix { get; set; } = "orleans";

    /// <summary>The topic's whole name, instead of one made from the prefix. Roles may share a topic.</summary>
    public string? Topic { get; set; }

    /// <summary>Partitions of a topic that is created; 1 to 1000, or -1 for the broker's default. Default 1. They must not be added to later.</summary>
    public int Partitions { get; set; } = 1;

    /// <summary>Replication factor of a topic that is created; default -1: the broker's.</summary>
    public short ReplicationFactor { get; set; } = -1;

    /// <summary>Further settings of a topic that is created, such as <c>min.insync.replicas</c>.</summary>
    public Dictionary<string, string> TopicConfigs { get; } = [];

    /// <summary>How long a start waits for Kafka before it fails; default two minutes.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a read waits for Kafka before it is answered from memory; default two seconds.</summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long Kafka is given to acknowledge a write; default ten seconds.</summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a deletion stays in the log; default one day, which should exceed any delay of any process.</summary>
    public TimeSpan DeletionRetention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Turns grain state into bytes; default: the silo's own, which is JSON unless configured otherwise.</summary>
    public IGrainStorageSerializer? GrainStorageSerializer { get; set; }

    internal VersionedLogSettings ToLogSettings(string role)
    {
        var connection = new KafkaConnection(BootstrapServers) { Properties = new Dictionary<string, string>(ClientProperties) };
        var topic = new CompactedTopic(Topic ?? $"{TopicPrefix}-{role}")
        {
            Partitions = Partitions,
            ReplicationFactor = ReplicationFactor,
            Configs = new Dictionary<string, string>(TopicConfigs),
        };
        return new VersionedLogSettings(connection, topic)
        {
            StartTimeout = StartTimeout,
            ReadTimeout = ReadTimeout,
            WriteTimeout = WriteTimeout,
            DeletionRetention = DeletionRetention,
        };
    }
}
