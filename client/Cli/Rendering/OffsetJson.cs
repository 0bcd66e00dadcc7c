using System.Text.Json.Nodes;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Rendering;

/// <summary>One offset for scripts; absent: none.</summary>
internal sealed record OffsetJson(JsonNode? Partition, JsonNode? Offset, long? LogStart, long? LogEnd, long? Lag)
{
    public static OffsetJson Of(ConnectorOffset offset) =>
        new(OffsetsJson.Node(offset.Partition), OffsetsJson.Node(offset.Offset), offset.Log?.Start, offset.Log?.End, offset.Lag);
}
