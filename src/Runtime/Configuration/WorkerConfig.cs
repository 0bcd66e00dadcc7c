using System.Net;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>A worker's settings, under Kafka Connect's names. Made once, at the start, with variables resolved.</summary>
public sealed record WorkerConfig
{
    // No timer waits longer; 24 days are as good as for ever.
    private const long TimeMaxMs = int.MaxValue;

    /// <summary>All settings as given.</summary>
    public required IReadOnlyDictionary<string, string?> Settings { get; init; }

    /// <summary>Comma-separated addresses of Kafka brokers.</summary>
    public required string BootstrapServers { get; init; }

    /// <summary>The cluster's name; workers of one name share the work.</summary>
    public required string GroupId { get; init; }

    /// <summary>How often source offsets are committed; 60 s by default.</summary>
    public TimeSpan OffsetFlushInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a commit may take; 5 s by default.</summary>
    public TimeSpan OffsetFlushTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a task may take to stop; 5 s by default.</summary>
    public TimeSpan TaskShutdownTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After which time without progress a task with work is called stalled; a minute by default, zero for never.</summary>
    public TimeSpan TaskStalledAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the topics of sinks are looked at for new ones and new partitions; 5 s unless <c>metadata.max.age.ms</c> is less.</summary>
    public TimeSpan TopicsLookInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the work of a worker that is gone waits for its return; by default not at all.</summary>
    public TimeSpan RebalanceDelay { get; init; } = TimeSpan.Zero;

    /// <summary>After how long without a sign of life in Kafka the others take a worker for dead; 10 s by default.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a worker waits for the answer of another, which it takes for dead after three without one; 1 s by default.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a start waits for Kafka; two minutes by default.</summary>
    public TimeSpan KafkaStartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The address at which the other workers reach this one; 127.0.0.1 by default.</summary>
    public IPAddress AdvertisedAddress { get; init; } = IPAddress.Loopback;

    /// <summary>The port at which they do; null for one that is free.</summary>
    public int? SiloPort { get; init; }

    /// <summary>The port for Orleans clients; null for one that is free.</summary>
    public int? GatewayPort { get; init; }

    /// <summary>What the worker carries, for connectors that ask with <c>placement.labels</c>.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Whether sources may create topics; true by default.</summary>
    public bool TopicCreationEnabled { get; init; } = true;

    /// <summary>Whether it is kept which topics connectors use; true by default.</summary>
    public bool IsTopicTrackingEnabled { get; init; } = true;

    /// <summary>Whether the topics of a connector may be reset; true by default.</summary>
    public bool IsTopicResetAllowed { get; init; } = true;

    /// <summary>Whether sources may deliver exactly once; false by default.</summary>
    public bool IsExactlyOnceEnabled { get; init; }

    /// <summary>Folders of plugins.</summary>
    public IReadOnlyList<string> PluginPath { get; init; } = [];

    /// <summary>The settings that every Kafka client of the worker has: servers and security, under Kafka's names.</summary>
    public IReadOnlyDictionary<string, string> ClientSettings
    {
        get
        {
            var shared = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (key, value) in Settings)
            {
                if (value is not null && KafkaConnection.IsSecurity(key))
                {
                    shared[key] = value;
                }
            }

            shared["bootstrap.servers"] = BootstrapServers;
            return shared;
        }
    }

    /// <summary>What to tell of settings that have no effect, of the worker or of its Kafka clients.</summary>
    public IReadOnlyList<SettingWarning> Warnings =>
        [.. WorkerKeys.Warnings(Settings), .. Validation.ClientSettingWarnings.Of(this).Select(text => new SettingWarning(text, IsGrave: false))];

    /// <summary>Reads settings; a bad value is a <see cref="Abstractions.Errors.ConfigException"/>.</summary>
    public static WorkerConfig Parse(IReadOnlyDictionary<string, string?> settings)
    {
        var parsed = WorkerKeys.Definition.Parse(settings);
        var age = Ms("metadata.max.age.ms");
        var look = TimeSpan.FromSeconds(5);
        return new()
        {
            Settings = settings,
            BootstrapServers = string.Join(',', parsed.GetList("bootstrap.servers")),
            GroupId = parsed.GetString("group.id"),
            OffsetFlushInterval = Ms("offset.flush.interval.ms"),
            OffsetFlushTimeout = Ms("offset.flush.timeout.ms"),
            TaskShutdownTimeout = Ms("task.shutdown.graceful.timeout.ms"),
            TaskStalledAfter = Ms("task.stalled.after.ms"),
            TopicsLookInterval = age < look ? age : look,
            RebalanceDelay = Ms("scheduled.rebalance.max.delay.ms"),
            SessionTimeout = Ms("session.timeout.ms"),
            ProbeTimeout = Ms("orleans.probe.timeout.ms"),
            KafkaStartTimeout = Ms("orleans.kafka.start.timeout.ms"),
            AdvertisedAddress = IPAddress.Parse(parsed.GetString("orleans.advertised.ip")),
            SiloPort = parsed.GetIntOrNull("orleans.silo.port"),
            GatewayPort = parsed.GetIntOrNull("orleans.gateway.port"),
            Labels = [.. parsed.GetList("worker.labels").Distinct().Order(StringComparer.Ordinal)],
            TopicCreationEnabled = parsed.GetBoolean("topic.creation.enable"),
            IsTopicTrackingEnabled = parsed.GetBoolean("topic.tracking.enable"),
            IsTopicResetAllowed = parsed.GetBoolean("topic.tracking.allow.reset"),
            IsExactlyOnceEnabled = parsed.GetString("exactly.once.source.support").Equals("enabled", StringComparison.OrdinalIgnoreCase),
            PluginPath = parsed.GetListOrNull("plugin.path") ?? [],
        };

        TimeSpan Ms(string key) => TimeSpan.FromMilliseconds(Math.Min(parsed.GetLong(key), TimeMaxMs));
    }

    /// <summary>The class of the worker's converter for <c>key.converter</c>, <c>value.converter</c> or <c>header.converter</c>.</summary>
    public string ConverterClass(string key) =>
        Settings.GetValueOrDefault(key) ?? WorkerKeys.Definition.Find(key)?.DefaultValue as string ?? throw new ArgumentOutOfRangeException(nameof(key), key, "There is no such converter.");

    /// <summary>The settings that begin with a prefix, without it.</summary>
    public IReadOnlyDictionary<string, string> WithPrefix(string prefix) => PrefixedSettings.Of(Settings, prefix);
}
