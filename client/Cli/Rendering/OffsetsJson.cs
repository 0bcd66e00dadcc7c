using System.Text.Json.Nodes;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Rendering;

/// <summary>A connector's offsets for scripts; <c>offsets --set</c> takes it too.</summary>
internal sealed record OffsetsJson(string Name, string Type, IReadOnlyList<OffsetJson> Offsets, OffsetsChangeJson? LastChange)
{
    public static OffsetsJson Of(string name, ConnectorOffsets offsets) => new(
        name,
        States.Word(offsets.Kind),
        [.. offsets.Offsets.Select(OffsetJson.Of)],
        offsets.LastChange is { } change ? new(change.At, change.Action, [.. change.Before.Select(OffsetJson.Of)]) : null);

    public static JsonNode? Node(string? json) => json is null ? null : JsonNode.Parse(json);
}
