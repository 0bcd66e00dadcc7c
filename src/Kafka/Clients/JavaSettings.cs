using System.Globalization;

namespace OrleansConnect.Kafka.Clients;

/// <summary>Where a setting of Kafka's Java clients has another name, unit or value in librdkafka.</summary>
internal static class JavaSettings
{
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["fetch.max.wait.ms"] = "fetch.wait.max.ms",
        ["max.request.size"] = "message.max.bytes",
        ["socket.connection.setup.timeout.max.ms"] = "socket.connection.setup.timeout.ms",
    };

    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "auto.include.jmx.reporter", "default.api.timeout.ms", "exclude.internal.topics",
        "key.deserializer", "key.serializer", "max.block.ms", "max.poll.records", "metrics.num.samples",
        "metrics.recording.level", "metrics.sample.window.ms", "partition.assignment.strategy", "partitioner.adaptive.partitioning.enable",
        "partitioner.availability.timeout.ms", "value.deserializer", "value.serializer",
        "group.id", "group.instance.id",
    };

    private static readonly HashSet<string> OfGroups = new(StringComparer.Ordinal) { "group.id", "group.instance.id" };

    public static bool IsIgnored(string name, ClientKind kind) =>
        Ignored.Contains(name) && !(kind == ClientKind.Consumer && OfGroups.Contains(name));

    public static IEnumerable<KeyValuePair<string, string>> Translate(
        ClientKind kind, string name, string value, IReadOnlyDictionary<string, string> all) => name switch
        {
            "buffer.memory" => One("queue.buffering.max.kbytes", Kilobytes(name, value)),
            "delivery.timeout.ms" => DeliveryTimeout(value, all),
            "request.timeout.ms" when kind == ClientKind.Producer => [new(name, value), new("socket.timeout.ms", value)],
            "request.timeout.ms" => One("socket.timeout.ms", value),
            "auto.offset.reset" => One(name, OffsetReset(name, value)),
            "connections.max.idle.ms" => One(name, value == "-1" ? "0" : value),
            "partitioner.class" => One("partitioner", Partitioner(value)),
            "reconnect.backoff.max.ms" => One(name, AtLeast(value, all.GetValueOrDefault("reconnect.backoff.ms"))),
            "batch.size" => One(name, value == "0" ? "1" : value),
            "send.buffer.bytes" or "receive.buffer.bytes" => One($"socket.{name}", value == "-1" ? "0" : value),
            "ssl.endpoint.identification.algorithm" => One(name, value.Length == 0 ? "none" : value),
            _ => One(Renamed.GetValueOrDefault(name, name), value),
        };

    /// <summary>What librdkafka's own message leaves out.</summary>
    public static string Allowed(string nativeName) => nativeName switch
    {
        "compression.type" => " Allowed are none, gzip, snappy, lz4 and zstd.",
        "acks" => " Allowed are all, 0 and 1.",
        "security.protocol" => " Allowed are PLAINTEXT, SSL, SASL_PLAINTEXT and SASL_SSL.",
        "auto.offset.reset" => " Allowed are earliest, latest and none.",
        "isolation.level" => " Allowed are read_uncommitted and read_committed.",
        "enable.idempotence" => " Allowed are true and false.",
        _ => "",
    };

    // A shortest pause that is longer than the longest is the pause, to Kafka's own clients.
    private static string AtLeast(string value, string? other) =>
        long.TryParse(value, CultureInfo.InvariantCulture, out var number) && long.TryParse(other, CultureInfo.InvariantCulture, out var least) && number < least ? other : value;

    private static string OffsetReset(string name, string value) => value switch
    {
        "none" => "error",
        _ when value.StartsWith("by_duration", StringComparison.Ordinal) => throw new InvalidSettingException(name, $"Kafka client setting '{name}' cannot be '{value}': "
            + "no client here begins at a time. Use earliest, latest or none; 'orleans-connect offsets' with '--to-datetime' has a connector begin at a time."),
        _ => value,
    };

    private static KeyValuePair<string, string>[] One(string name, string value) => [new(name, value)];

    private static string Kilobytes(string name, string value) =>
        long.TryParse(value, CultureInfo.InvariantCulture, out var bytes) && bytes >= 0
            ? Math.Max(1, bytes / 1024).ToString(CultureInfo.InvariantCulture)
            : throw new InvalidSettingException(name, $"Kafka client setting '{name}' cannot be '{value}': it is a number of bytes, 0 or more.");

    // Within a transaction librdkafka takes the transaction's own timeout, and refuses a longer one.
    private static KeyValuePair<string, string>[] DeliveryTimeout(string value, IReadOnlyDictionary<string, string> all) =>
        (all.ContainsKey("transactional.id"), value) switch
        {
            (true, DefaultSettings.Unlimited) => [],
            (false, DefaultSettings.Unlimited) => One("message.timeout.ms", "0"),
            _ => One("message.timeout.ms", value),
        };

    private static string Partitioner(string className) => className switch
    {
        "" or "org.apache.kafka.clients.producer.internals.DefaultPartitioner" => "murmur2_random",
        "org.apache.kafka.clients.producer.UniformStickyPartitioner" or "org.apache.kafka.clients.producer.RoundRobinPartitioner" => "random",
        _ => throw new InvalidSettingException("partitioner.class", $"Kafka client setting 'partitioner.class' cannot be '{className}': a Java class cannot be loaded here. Leave it out for Kafka's own partitioning by key."),
    };
}
