using System.Globalization;
using OrleansConnect.EmbeddedKafka.Log;

namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>A topic's configuration: its own values over the broker's.</summary>
internal sealed class TopicConfig(IReadOnlyDictionary<string, string> own, BrokerConfig broker)
{
    public IReadOnlyDictionary<string, string> Own => own;

    public (string Value, ConfigSource Source) Get(string name)
    {
        if (own.TryGetValue(name, out var value))
        {
            return (value, ConfigSource.DynamicTopic);
        }

        return broker.Get(ConfigKeys.Topic[name].BrokerName ?? name);
    }

    public LogSettings ToLogSettings()
    {
        var policy = Get("cleanup.policy").Value;
        var isDeleted = policy.Contains("delete", StringComparison.Ordinal);
        return new LogSettings
        {
            SegmentBytes = (int)Long("segment.bytes"),
            SegmentAge = Milliseconds("segment.ms") ?? TimeSpan.MaxValue,
            RetentionAge = isDeleted ? Milliseconds("retention.ms") : null,
            RetentionBytes = isDeleted && Long("retention.bytes") is >= 0 and var bytes ? bytes : null,
            IsCompacted = policy.Contains("compact", StringComparison.Ordinal),
            IsDeleted = isDeleted,
            DeleteRetention = Milliseconds("delete.retention.ms") ?? TimeSpan.MaxValue,
            MinCompactionLag = Milliseconds("min.compaction.lag.ms") ?? TimeSpan.MaxValue,
            MinCleanableRatio = double.Parse(Get("min.cleanable.dirty.ratio").Value, CultureInfo.InvariantCulture),
            MaxMessageBytes = (int)Long("max.message.bytes"),
            FlushMessages = Long("flush.messages"),
            FlushInterval = Milliseconds("flush.ms"),
            StampsOnAppend = Get("message.timestamp.type").Value == "LogAppendTime",
            MaxTimestampLag = Milliseconds("message.timestamp.before.max.ms") ?? TimeSpan.MaxValue,
            MaxTimestampLead = Milliseconds("message.timestamp.after.max.ms") ?? TimeSpan.MaxValue,
        };
    }

    /// <summary>Null when the number means without limit.</summary>
    private TimeSpan? Milliseconds(string name) =>
        Long(name) is >= 0 and <= 1L << 50 and var milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private long Long(string name) => long.Parse(Get(name).Value, CultureInfo.InvariantCulture);
}
