namespace OrleansConnect.Runtime.Configuration;

/// <summary>The settings of Kafka Connect's workers that have no effect here, with the reason and what to set instead.</summary>
internal static class SettingsWithoutEffect
{
    private static readonly Group[] Groups =
    [
        new("Classes of Java cannot be loaded, so that no extension guards the REST interface: whoever reaches it may do everything. Put a proxy or a firewall before it.",
            ["rest.extension.classes", "rest.extension."], IsGrave: true),
        new("The REST interface speaks no TLS and asks for no certificates. Put a proxy before it that does, and have 'listeners' name an address that only the proxy reaches.",
            ["listeners.https.", "admin.listeners.https.", "ssl.client.auth", "ssl.client.authentication"], IsGrave: true),
        new("There is one REST interface with everything in it, at 'listeners'.", ["admin.listeners"], IsGrave: true),
        new("The address of the REST interface is set with 'listeners'.", ["rest.host.name", "rest.port"]),
        new("Workers find each other and share the work without a consumer group; see 'session.timeout.ms' and 'orleans.probe.timeout.ms'.",
            ["heartbeat.interval.ms", "rebalance.timeout.ms", "worker.sync.timeout.ms", "worker.unsync.backoff.ms", "connect.protocol", "inter.worker."]),
        new("Of a worker's settings its own Kafka clients take 'bootstrap.servers', 'security.protocol', 'ssl.*' and 'sasl.*'; for those of connectors set it behind 'producer.', 'consumer.' or 'admin.'.",
            [
                "client.id", "client.dns.lookup", "request.timeout.ms", "retry.backoff.ms", "retry.backoff.max.ms", "reconnect.backoff.ms", "reconnect.backoff.max.ms",
                "connections.max.idle.ms", "send.buffer.bytes", "receive.buffer.bytes", "socket.connection.setup.timeout.ms", "socket.connection.setup.timeout.max.ms",
                "metadata.recovery.", "security.providers",
            ]),
        new("Metrics are those of the meter 'OrleansConnect', exported as any .NET program's.", ["metric.reporters", "metrics.", "auto.include.jmx.reporter"]),
        new("Plugins are found by looking into the assemblies on 'plugin.path'.", ["plugin.discovery"]),
        new("Converters of internal topics cannot be chosen, as in Kafka Connect since 3.0.", ["internal.key.converter", "internal.value.converter"]),
        new("Storage topics are compacted.", ["config.storage.cleanup.policy", "offset.storage.cleanup.policy", "status.storage.cleanup.policy"]),
    ];

    /// <summary>Whether a setting is one of them.</summary>
    public static bool Has(string key) => Array.Exists(Groups, group => group.Has(key));

    /// <summary>One warning for those of one reason.</summary>
    public static IEnumerable<SettingWarning> In(IEnumerable<string> keys)
    {
        var given = keys.Order(StringComparer.Ordinal).ToList();
        return
            from warned in Groups
            let found = given.Where(warned.Has).Select(key => $"'{key}'").ToList()
            where found.Count > 0
            select new SettingWarning($"{(found.Count == 1 ? "The setting" : "The settings")} {string.Join(", ", found)} {(found.Count == 1 ? "has" : "have")} no effect here. {warned.Why}", warned.IsGrave);
    }

    /// <param name="Why">The reason, and what to do.</param>
    /// <param name="Keys">Names; one with a dot at its end stands for all that begin with it.</param>
    /// <param name="IsGrave">As in <see cref="SettingWarning"/>.</param>
    private sealed record Group(string Why, string[] Keys, bool IsGrave = false)
    {
        public bool Has(string key) => Array.Exists(Keys, own => own.EndsWith('.') ? key.StartsWith(own, StringComparison.Ordinal) : key == own);
    }
}
