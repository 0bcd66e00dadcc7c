using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Plans;

/// <summary>What is to become of a connector's offsets.</summary>
internal sealed record OffsetPlan(string Connector, IReadOnlyList<PlannedOffset> Offsets)
{
    public IEnumerable<PlannedOffset> Changed => Offsets.Where(offset => offset.IsChanged);

    /// <summary>Whether it may change more than is known here: a sink may keep offsets beside its data, which its consumer group only mirrors.</summary>
    public bool ReachesTarget { get; init; }

    /// <summary>Moves a sink in those of its partitions that are meant and exist.</summary>
    public static OffsetPlan Move(string connector, ConnectorOffsets now, OffsetMove move, Func<ConnectorOffset, bool> isMeant) => new(
        connector,
        [.. now.Offsets.Where(offset => isMeant(offset) && offset.Log is not null).Select(offset => new PlannedOffset(offset, Moved(offset, move)))]);

    /// <summary>Sets the offsets that are given.</summary>
    public static OffsetPlan Set(string connector, ConnectorOffsets now, IEnumerable<ConnectorOffset> wanted) => new(
        connector,
        [.. wanted.Select(offset => new PlannedOffset(
            (now.Offsets.FirstOrDefault(known => SamePartition(known, offset)) ?? offset with { Offset = null }) with { Partition = offset.Partition }, offset.Offset))]);

    /// <summary>Restores the offsets before the last change.</summary>
    public static OffsetPlan Undo(string connector, ConnectorOffsets now, OffsetsChange last) =>
        Set(connector, now, last.Before) with { ReachesTarget = now.Kind == ConnectorKind.Sink };

    /// <summary>Removes all.</summary>
    public static OffsetPlan Reset(string connector, ConnectorOffsets now) =>
        new(connector, [.. now.Offsets.Where(offset => offset.Offset is not null).Select(offset => new PlannedOffset(offset, null))])
        {
            ReachesTarget = now.Kind == ConnectorKind.Sink,
        };

    /// <summary>Whether two objects say the same, in whatever order.</summary>
    public static bool SameJson(string? one, string? other) => one == other || (one is not null && other is not null && JsonNode.DeepEquals(Node(one), Node(other)));

    private static bool SamePartition(ConnectorOffset one, ConnectorOffset other) => one.Topic is { } topic && one.TopicPartition is { } partition
        ? other.Topic == topic && (other.TopicPartition == partition || Text(other.Partition, "kafka_partition") == $"{partition}")
        : SameJson(one.Partition, other.Partition);

    private static string? Moved(ConnectorOffset offset, OffsetMove move) => offset.Log is { } log && move(log, offset.TopicOffset) is { } to
        ? ConnectorOffset.Of(offset.Topic ?? "", offset.TopicPartition ?? 0, to).Offset
        : offset.Offset;

    private static string? Text(string? json, string key) => json is null ? null : (Node(json) as JsonObject)?[key]?.ToString();

    private static JsonNode? Node(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
