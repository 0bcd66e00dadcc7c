namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>The configuration that the broker knows, with Kafka's names and defaults.</summary>
internal static class ConfigKeys
{
    private const string Forever = "9223372036854775807";

    public static readonly IReadOnlyDictionary<string, ConfigKey> Topic = Table(
        new("cleanup.policy", ConfigType.List, "delete", "log.cleanup.policy") { Words = ["compact", "delete", ""] },
        new("compression.type", ConfigType.String, "producer", "compression.type") { Words = ["producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"] },
        new("delete.retention.ms", ConfigType.Long, "86400000", "log.cleaner.delete.retention.ms") { Min = 0 },
        new("file.delete.delay.ms", ConfigType.Long, "60000", "log.segment.delete.delay.ms") { Min = 0 },
        new("flush.messages", ConfigType.Long, Forever, "log.flush.interval.messages") { Min = 1 },
        new("flush.ms", ConfigType.Long, Forever, "log.flush.interval.ms") { Min = 0 },
        new("index.interval.bytes", ConfigType.Int, "4096", "log.index.interval.bytes") { Min = 0 },
        new("max.compaction.lag.ms", ConfigType.Long, Forever, "log.cleaner.max.compaction.lag.ms") { Min = 1 },
        new("max.message.bytes", ConfigType.Int, "1048588", "message.max.bytes") { Min = 0 },
        new("message.timestamp.after.max.ms", ConfigType.Long, "3600000", "log.message.timestamp.after.max.ms") { Min = 0 },
        new("message.timestamp.before.max.ms", ConfigType.Long, Forever, "log.message.timestamp.before.max.ms") { Min = 0 },
        new("message.timestamp.type", ConfigType.String, "CreateTime", "log.message.timestamp.type") { Words = ["CreateTime", "LogAppendTime"] },
        new("min.cleanable.dirty.ratio", ConfigType.Double, "0.5", "log.cleaner.min.cleanable.ratio") { Min = 0 },
        new("min.compaction.lag.ms", ConfigType.Long, "0", "log.cleaner.min.compaction.lag.ms") { Min = 0 },
        new("min.insync.replicas", ConfigType.Int, "1", "min.insync.replicas") { Min = 1 },
        new("preallocate", ConfigType.Boolean, "false", "log.preallocate"),
        new("retention.bytes", ConfigType.Long, "-1", "log.retention.bytes"),
        new("retention.ms", ConfigType.Long, "604800000", "log.retention.ms") { Min = -1 },
        new("segment.bytes", ConfigType.Int, "1073741824", "log.segment.bytes") { Min = 14 },
        new("segment.index.bytes", ConfigType.Int, "10485760", "log.index.size.max.bytes") { Min = 4 },
        new("segment.jitter.ms", ConfigType.Long, "0", "log.roll.jitter.ms") { Min = 0 },
        new("segment.ms", ConfigType.Long, "604800000", "log.roll.ms") { Min = 1 },
        new("unclean.leader.election.enable", ConfigType.Boolean, "false", "unclean.leader.election.enable"));

    /// <summary>The broker's own keys; the fallbacks of topic keys are broker keys too.</summary>
    public static readonly IReadOnlyDictionary<string, ConfigKey> Broker = Table([
        new("auto.create.topics.enable", ConfigType.Boolean, "true"),
        new("broker.id", ConfigType.Int, "1"),
        new("connections.max.idle.ms", ConfigType.Long, "600000"),
        new("default.replication.factor", ConfigType.Int, "1"),
        new("delete.topic.enable", ConfigType.Boolean, "true"),
        new("group.initial.rebalance.delay.ms", ConfigType.Int, "0") { Min = 0 },
        new("group.max.session.timeout.ms", ConfigType.Int, "1800000"),
        new("group.max.size", ConfigType.Int, "2147483647") { Min = 1 },
        new("group.min.session.timeout.ms", ConfigType.Int, "6000"),
        new("log.cleaner.backoff.ms", ConfigType.Long, "15000") { Min = 1 },
        new("log.cleaner.dedupe.buffer.size", ConfigType.Long, "134217728") { Min = 1 },
        new("log.cleaner.enable", ConfigType.Boolean, "true"),
        new("log.retention.check.interval.ms", ConfigType.Long, "300000") { Min = 1 },
        new("log.retention.hours", ConfigType.Int, "168"),
        new("max.incremental.fetch.session.cache.slots", ConfigType.Int, "1000") { Min = 0 },
        new("node.id", ConfigType.Int, "1"),
        new("num.partitions", ConfigType.Int, "1") { Min = 1 },
        new("offset.metadata.max.bytes", ConfigType.Int, "4096"),
        new("offsets.retention.check.interval.ms", ConfigType.Long, "600000") { Min = 1 },
        new("offsets.retention.minutes", ConfigType.Int, "10080") { Min = 1 },
        new("producer.id.expiration.ms", ConfigType.Int, "86400000") { Min = 1 },
        new("socket.request.max.bytes", ConfigType.Int, "104857600") { Min = 1 },
        new("transaction.abort.timed.out.transaction.cleanup.interval.ms", ConfigType.Int, "10000") { Min = 1 },
        new("transaction.max.timeout.ms", ConfigType.Int, "900000") { Min = 1 },
        new("transactional.id.expiration.ms", ConfigType.Int, "604800000") { Min = 1 },
        .. Topic.Values.Select(key => key with { Name = key.BrokerName ?? key.Name, BrokerName = null })]);

    private static SortedDictionary<string, ConfigKey> Table(params ReadOnlySpan<ConfigKey> keys)
    {
        var table = new SortedDictionary<string, ConfigKey>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            table.Add(key.Name, key);
        }

        return table;
    }
}
