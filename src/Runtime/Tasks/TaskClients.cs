using System.Globalization;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// The settings of a task's Kafka clients: the runtime's own, over them those of the worker with their prefix, over them the connector's overrides.
/// </summary>
internal sealed class TaskClients(TaskId id, WorkerConfig worker, IReadOnlyDictionary<string, string?> config)
{
    public ClientSettings Producer() => Check(() => ClientSettings.ForProducer(ProducerLayers($"connector-producer-{id.Connector}-{id.Task}")));

    /// <summary>A producer of transactions. Its id names the task, so that whoever starts the task next fences it.</summary>
    public ClientSettings TransactionalProducer() => Check(() => ClientSettings.ForProducer(
    [
        .. ProducerLayers($"connector-producer-{id.Connector}-{id.Task}"),
        new Dictionary<string, string> { ["transactional.id"] = $"{worker.GroupId}-{id.Connector}-{id.Task}", ["enable.idempotence"] = "true" },
    ]));

    /// <summary>After which time Kafka aborts a transaction that was not ended: <c>transaction.timeout.ms</c> of the producer, 60 s by default.</summary>
    public TimeSpan TransactionTimeout => TimeSpan.FromMilliseconds(Number("transaction.timeout.ms", 60_000, ProducerLayers("")));

    public ClientSettings DeadLetterProducer() =>
        Check(() => ClientSettings.ForProducer(ProducerLayers($"connector-dlq-producer-{id.Connector}-{id.Task}")));

    /// <summary>
    /// Reads dead letters and what was done with them, where their producer writes them: nothing of transactions that are open, and telling where a partition ends.
    /// </summary>
    public ClientSettings DeadLetterConsumer() => Check(() => ClientSettings.ForConsumer(
    [
        .. ConsumerLayers.Select(layer => Part(layer, isConnection: false)),
        .. ProducerLayers("").Select(layer => Part(layer, isConnection: true)),
        new Dictionary<string, string>
        {
            ["client.id"] = $"connector-dlq-consumer-{id.Connector}",
            ["isolation.level"] = "read_committed",
            ["enable.partition.eof"] = "true",
            ["auto.offset.reset"] = "earliest",
        },
    ]));

    /// <summary>Replays dead letters in transactions. Its id names the queue, so that of two replays of one queue the later one fences the other.</summary>
    public ClientSettings ReplayProducer(string queue) => Check(() => ClientSettings.ForProducer(
    [
        .. ProducerLayers($"connector-dlq-replay-{id.Connector}"),
        new Dictionary<string, string> { ["transactional.id"] = $"connect-replay-{queue}", ["enable.idempotence"] = "true", ["acks"] = "all" },
    ]));

    /// <summary>Reads a sink's topics, telling where a partition ends.</summary>
    public ClientSettings Consumer() => Check(() => ClientSettings.ForConsumer([.. ConsumerLayers, One("enable.partition.eof", "true")]));

    public ClientSettings Admin() => Check(() => ClientSettings.ForAdmin(
        worker.ClientSettings, One("client.id", $"connector-adminclient-{id.Connector}-{id.Task}"), worker.WithPrefix("admin."), PrefixedSettings.Of(config, "admin.override.")));

    /// <summary>Whether its consumers and its producers are in one Kafka cluster, as far as their addresses tell.</summary>
    public bool AreInOneCluster => Consumer().BootstrapServers == Producer().BootstrapServers;

    /// <summary>The most bytes a source has on their way to Kafka: <c>buffer.memory</c> of its producer, 32 MiB by default.</summary>
    public long OutstandingBytesMax => Number("buffer.memory", 32 << 20, ProducerLayers(""));

    /// <summary>The most records a sink is given at once: <c>max.poll.records</c> of its consumer, 500 by default as in Kafka: what is decoded at once should fit into the collector's youngest generation.</summary>
    public int PollRecordsMax => (int)Math.Clamp(Number("max.poll.records", 500, ConsumerLayers), 1, 100_000);

    private IReadOnlyDictionary<string, string>[] ConsumerLayers =>
    [
        worker.ClientSettings,
        new Dictionary<string, string> { ["group.id"] = $"connect-{id.Connector}", ["client.id"] = $"connector-consumer-{id.Connector}-{id.Task}" },
        worker.WithPrefix("consumer."),
        PrefixedSettings.Of(config, "consumer.override."),
    ];

    private IReadOnlyDictionary<string, string>[] ProducerLayers(string clientId) =>
        [worker.ClientSettings, One("client.id", clientId), worker.WithPrefix("producer."), PrefixedSettings.Of(config, "producer.override.")];

    private static Dictionary<string, string> Part(IReadOnlyDictionary<string, string> layer, bool isConnection) =>
        layer.Where(setting => isConnection == KafkaConnection.IsPart(setting.Key)).ToDictionary();

    private static Dictionary<string, string> One(string key, string value) => new() { [key] = value };

    private static long Number(string key, long fallback, IReadOnlyDictionary<string, string>[] layers)
    {
        var text = Array.FindLast(layers, layer => layer.ContainsKey(key))?[key];
        return text is null ? fallback
            : long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : throw ConfigException.Invalid(key, text, "Value must be at least 1");
    }

    /// <summary>Settings that a user may have given wrong.</summary>
    /// <exception cref="ConfigException">They are.</exception>
    public static ClientSettings Check(Func<ClientSettings> make)
    {
        try
        {
            return make();
        }
        catch (InvalidSettingException error)
        {
            throw new ConfigException(error.Message, error);
        }
    }
}
