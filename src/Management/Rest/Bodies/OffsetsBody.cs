using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansConnect.Grains;

namespace OrleansConnect.Management.Rest.Bodies;

/// <summary>Offsets in bodies: <c>{"offsets":[{"partition":{...},"offset":{...}}]}</c>.</summary>
internal static class OffsetsBody
{
    public static JsonObject Of(ConnectorOffsets offsets) => new() { ["offsets"] = new JsonArray([.. offsets.Offsets.Select(Of)]) };

    /// <summary>Reads a request's body; none where it has no offsets.</summary>
    public static async Task<IReadOnlyList<ConnectorOffset>> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var document = await RestBody.ParseAsync(body, cancellationToken);
        return RestBody.Read(() => Read(document.RootElement));
    }

    private static IReadOnlyList<ConnectorOffset> Read(JsonElement body)
    {
        IReadOnlyList<ConnectorOffset> offsets = [];
        foreach (var field in RestBody.Fields(body, "the body"))
        {
            offsets = field.Name == "offsets" ? ReadList(field.Value) : throw Unknown(field, "\"offsets\"");
        }

        return offsets;
    }

    private static JsonObject Of(ConnectorOffset offset) => new() { ["partition"] = Node(offset.Partition), ["offset"] = Node(offset.Offset) };

    private static JsonNode? Node(string? json) => json is null ? null : JsonNode.Parse(json);

    private static IReadOnlyList<ConnectorOffset> ReadList(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => [],
        JsonValueKind.Array => [.. element.EnumerateArray().Select(ReadOffset)],
        var kind => throw RestBody.Malformed($"Cannot deserialize value of type list from {kind}: 'offsets' has to be a JSON array."),
    };

    private static ConnectorOffset ReadOffset(JsonElement element)
    {
        string? partition = null, offset = null;
        foreach (var field in RestBody.Fields(element, "an entry of 'offsets'"))
        {
            switch (field.Name)
            {
                case "partition":
                    partition = ReadMap(field);
                    break;
                case "offset":
                    offset = ReadMap(field);
                    break;
                default:
                    throw Unknown(field, "\"partition\" and \"offset\"");
            }
        }

        return new(partition, offset);
    }

    private static string? ReadMap(JsonProperty field) => field.Value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => field.Value.GetRawText(),
        var kind => throw RestBody.Malformed($"Cannot deserialize value of type object from {kind}: '{field.Name}' has to be a JSON object or null."),
    };

    private static RestException Unknown(JsonProperty field, string known) =>
        RestBody.Malformed($"Unrecognized field \"{field.Name}\". The known ones are {known}.");
}
