using System.Text.Json.Nodes;

namespace OrleansConnect.Cli.Rendering;

/// <summary>An offset that changes, for scripts; absent before: there was none; absent after: it goes.</summary>
internal sealed record PlannedOffsetJson(JsonNode? Partition, JsonNode? Before, JsonNode? After);
