using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OrleansConnect.Cli.Previews;

/// <summary>A header for scripts; there may be several of one key.</summary>
internal sealed record PreviewHeaderJson(string Key, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] JsonNode? Value);
