using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansConnect.Client;

/// <summary>Where a connector stands in one partition, in the JSON of Kafka Connect's REST interface.</summary>
/// <param name="Partition">A source's own JSON object, or a sink's <c>{"kafka_topic":"t","kafka_partition":0}</c>.</param>
/// <param name="Offset">A source's own JSON object, or a sink's <c>{"kafka_offset":5}</c>; null for none.</param>
public sealed record ConnectorOffset(string? Partition, string? Offset)
{
    /// <summary>What the partition of the topic holds, where it was asked for and the connector is a sink.</summary>
    public PartitionLog? Log { get; init; }

    /// <summary>The topic of a sink's partition; null for a source's.</summary>
    public string? Topic => Find(Partition, "kafka_topic")?.ToString();

    /// <summary>The number of a sink's partition; null for a source's.</summary>
    public int? TopicPartition => Find(Partition, "kafka_partition") is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    /// <summary>The number of a sink's offset; null for a source's, and where there is none.</summary>
    public long? TopicOffset => Find(Offset, "kafka_offset") is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    /// <summary>How many offsets of the log are behind a sink's; those without one are at the start. Null where that is not known.</summary>
    public long? Lag => Log is { } log ? Math.Max(0, log.End - Math.Max(log.Start, TopicOffset ?? log.Start)) : null;

    /// <summary>The offset of a sink in a partition of a topic.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="partition">The partition's number.</param>
    /// <param name="offset">The offset of the next record to read; null for none.</param>
    public static ConnectorOffset Of(string topic, int partition, long? offset) => new(
        new JsonObject { ["kafka_topic"] = topic, ["kafka_partition"] = partition }.ToJsonString(),
        offset is null ? null : new JsonObject { ["kafka_offset"] = offset }.ToJsonString());

    private static JsonNode? Find(string? json, string key)
    {
        try
        {
            return json is not null && JsonNode.Parse(json) is JsonObject found ? found[key] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
