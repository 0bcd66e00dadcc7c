using System.Net;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Validation.Hints;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>The settings of a worker that have an effect: Kafka Connect's, of both modes, and ours. What else users of Kafka Connect may have is in <see cref="SettingsWithoutEffect"/>.</summary>
internal static class WorkerKeys
{
    /// <summary>Beginnings of settings that belong to clients, converters, config providers and topics, which know more of them than the worker does.</summary>
    private static readonly string[] Prefixes =
    [
        "producer.", "consumer.", "admin.", "key.converter.", "value.converter.", "header.converter.", "config.providers.", "config.storage.", "offset.storage.", "status.storage.",
        "ssl.", "sasl.",
    ];

    /// <summary>Settings of the doors, which read them themselves.</summary>
    private static readonly string[] OfDoors =
    [
        "rest.advertised.host.name", "rest.advertised.port", "rest.advertised.listener", "access.control.allow.origin", "access.control.allow.methods", "response.http.headers.config",
    ];

    private static readonly IConfigValidator IpAddress = Validators.Lambda(
        (name, value) =>
        {
            if (!IPAddress.TryParse(value as string, out _))
            {
                throw ConfigException.Invalid(name, value, "It must be an IP address that the other workers can reach");
            }
        },
        "an IP address");

    public static ConfigDef Definition { get; } = new ConfigDef()
        .List("bootstrap.servers", "Addresses of Kafka brokers, host:port.", importance: Importance.High)
        .String("group.id", "The name of the cluster of workers.", importance: Importance.High)
        .Class("key.converter", "The converter of keys, unless a connector names another.", "org.apache.kafka.connect.json.JsonConverter", importance: Importance.High)
        .Class("value.converter", "The converter of values, unless a connector names another.", "org.apache.kafka.connect.json.JsonConverter", importance: Importance.High)
        .Class("header.converter", "The converter of headers, unless a connector names another.", "org.apache.kafka.connect.storage.SimpleHeaderConverter", importance: Importance.Low)
        .Long("task.shutdown.graceful.timeout.ms", "How long a task may take to stop.", 5000, min: 0, importance: Importance.Low)
        .Long("task.stalled.after.ms", "After which time a task that has work and moves nothing is called stalled; 0 for never; ours.", 60000, min: 0, importance: Importance.Low)
        .Long("offset.flush.interval.ms", "How often offsets are committed.", 60000, min: 1, importance: Importance.Low)
        .Long("offset.flush.timeout.ms", "How long a commit may take.", 5000, min: 1, importance: Importance.Low)
        .Long("metadata.max.age.ms", "How old knowledge of topics may be.", 300000, min: 1, importance: Importance.Low)
        .Long("scheduled.rebalance.max.delay.ms", "How long the work of a worker that is gone waits for its return.", 0, min: 0, importance: Importance.Low)
        .Long("session.timeout.ms", "After how long without a sign of life in Kafka a worker is taken for dead.", 10000, min: 5000, importance: Importance.High)
        .Long("orleans.probe.timeout.ms", "How long a worker waits for the answer of another, which is taken for dead after three without one.", 1000, min: 200, importance: Importance.Low)
        .Long("orleans.kafka.start.timeout.ms", "How long a start waits for Kafka; ours.", 120000, min: 1, importance: Importance.Low)
        .String("orleans.state.topic", "The topic of connectors and their states, if not 'config.storage.topic' with '-state' behind it; ours.", required: false, importance: Importance.Low)
        .String("orleans.membership.topic", "The topic of who is alive, if not 'status.storage.topic' with '-membership' behind it; ours.", required: false, importance: Importance.Low)
        .String("orleans.advertised.ip", "The IP address at which the other workers reach this one; ours.", "127.0.0.1", validator: IpAddress)
        .Int("orleans.silo.port", "The port at which they do, one that is free by default; ours.", required: false, min: 1, max: ushort.MaxValue, importance: Importance.Low)
        .Int("orleans.gateway.port", "The port for Orleans clients, one that is free by default; ours.", required: false, min: 1, max: ushort.MaxValue, importance: Importance.Low)
        .List("worker.labels", "What the worker carries, for connectors that ask with 'placement.labels'; ours.", [], importance: Importance.Low)
        .List("plugin.path", "Folders of plugins.", required: false, importance: Importance.Low)
        .List("config.providers", "Names of config providers.", [], importance: Importance.Low)
        .Boolean("topic.creation.enable", "Whether sources may create topics.", true, importance: Importance.Low)
        .Boolean("topic.tracking.enable", "Whether the topics of connectors are tracked.", true, importance: Importance.Low)
        .Boolean("topic.tracking.allow.reset", "Whether tracked topics may be reset.", true, importance: Importance.Low)
        .String("exactly.once.source.support", "Whether sources may deliver exactly once.", "disabled", validator: Validators.OneOfIgnoringCase("disabled", "preparing", "enabled"))
        .String("connector.client.config.override.policy", "Which settings of Kafka clients connectors may override: All, None, Principal or Allowlist.", "All", importance: Importance.Medium, validator: Validators.Lambda(Validation.OverridePolicy.EnsureKnown, "All, None, Principal or Allowlist"))
        .List("connector.client.config.override.allowlist", "The settings that connectors may override under the policy Allowlist.", [], importance: Importance.Medium)
        .List("listeners", "Addresses of the REST listener.", ["http://127.0.0.1:8083"], importance: Importance.Low)
        .String("grpc.listeners", "Addresses of the gRPC listener; ours.", "http://127.0.0.1:8084", importance: Importance.Low)
        .String("offset.storage.file.filename", "Where a standalone worker keeps source offsets; without it, in Kafka.", required: false, importance: Importance.Low);

    /// <summary>What to tell of settings that have no effect: those that nobody knows, mostly misspelt, and those that only Kafka Connect has.</summary>
    public static IEnumerable<SettingWarning> Warnings(IReadOnlyDictionary<string, string?> settings) =>
    [
        .. SettingsWithoutEffect.In(settings.Keys),
        .. settings.Keys.Where(key => !IsKnown(key)).Order(StringComparer.Ordinal).Select(key => new SettingWarning(
            $"The setting '{key}' is not known and has no effect.{(NearNames.Nearest(key, [.. Definition.Keys.Select(known => known.Name), .. OfDoors]) is { } near ? $" Did you mean '{near}'?" : "")}",
            IsGrave: false)),
    ];

    private static bool IsKnown(string key) =>
        Definition.Find(key) is not null || key == "security.protocol" || OfDoors.Contains(key) || SettingsWithoutEffect.Has(key)
        || Array.Exists(Prefixes, prefix => key.StartsWith(prefix, StringComparison.Ordinal));
}
