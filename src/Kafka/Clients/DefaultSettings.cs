namespace OrleansConnect.Kafka.Clients;

/// <summary>What a client gets before anybody's settings, under Kafka's names where Kafka has one.</summary>
internal static class DefaultSettings
{
    /// <summary>Java's int maximum: no limit.</summary>
    public const string Unlimited = "2147483647";

    private static readonly Dictionary<string, string> Common = new()
    {
        ["client.id"] = "orleansconnect",
        ["enable.metrics.push"] = "false",
        ["log.connection.close"] = "false",
        ["log.queue"] = "true",
        // The longest is that of Kafka's own clients. Half of the shortest is also what a new client waits before it connects to a broker that its bootstrap server has named.
        ["reconnect.backoff.ms"] = "20",
        ["reconnect.backoff.max.ms"] = "1000",
        ["socket.keepalive.enable"] = "true",
    };

    private static readonly Dictionary<string, string> Producer = new(Common)
    {
        ["acks"] = "all",
        ["buffer.memory"] = "33554432",
        ["delivery.timeout.ms"] = Unlimited,
        ["enable.idempotence"] = "true",
        ["linger.ms"] = "1",
        ["max.request.size"] = "1048576",
        ["partitioner.class"] = "",
        ["queue.buffering.max.messages"] = "100000",
    };

    private static readonly Dictionary<string, string> Consumer = new(Common)
    {
        ["auto.offset.reset"] = "earliest",
        ["check.crcs"] = "true",
        ["enable.auto.commit"] = "false",
        ["enable.auto.offset.store"] = "false",
        ["enable.partition.eof"] = "false",
        ["fetch.queue.backoff.ms"] = "5",
        // librdkafka assigns and commits through a group handler, which needs a name even where nothing is committed.
        ["group.id"] = "orleansconnect-unnamed",
        ["isolation.level"] = "read_uncommitted",
        ["queued.max.messages.kbytes"] = "16384",
    };

    /// <summary>Without idempotence a retry would bring a message behind those that were sent after it, unless they wait for it.</summary>
    public static void KeepOrder(Dictionary<string, string> producer)
    {
        if (string.Equals(producer["enable.idempotence"], "false", StringComparison.OrdinalIgnoreCase) && !producer.ContainsKey("max.in.flight"))
        {
            producer.TryAdd("max.in.flight.requests.per.connection", "1");
        }
    }

    public static IReadOnlyDictionary<string, string> For(ClientKind kind) => kind switch
    {
        ClientKind.Producer => Producer,
        ClientKind.Consumer => Consumer,
        _ => Common,
    };
}
