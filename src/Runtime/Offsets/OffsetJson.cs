using System.Text.Json;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>Source partitions and source offsets out of a request's JSON: whole numbers are longs, others doubles, as a task reads them back later.</summary>
internal static class OffsetJson
{
    public static SourcePartition? Partition(string? json) => json is null ? null : SourcePartition.Of(Entries(json, "partition"));

    public static SourceOffset? Offset(string? json) => json is null ? null : SourceOffset.Of(Entries(json, "offset"));

    /// <summary>The entries of a JSON object. The last one of a name counts, as in Kafka Connect.</summary>
    /// <exception cref="ConnectRequestException">The text is something else.</exception>
    public static IReadOnlyList<KeyValuePair<string, object?>> Entries(string json, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return Entries(document.RootElement);
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw ConnectRequestException.Invalid($"The {what} '{json}' is not a JSON object. Write one, for example {{\"filename\":\"a.txt\"}}.");
    }

    /// <exception cref="ConnectRequestException">A value is a list or a map.</exception>
    public static void RequirePrimitive(IReadOnlyList<KeyValuePair<string, object?>>? entries)
    {
        foreach (var (key, value) in entries ?? [])
        {
            var type = value switch
            {
                ConnectMap => "MAP",
                List<object?> => "ARRAY",
                _ => null,
            };
            if (type is not null)
            {
                throw new ConnectRequestException(
                    RequestErrorKind.Internal,
                    $"Offsets may only contain primitive types as values, but field {key} contains {type}");
            }
        }
    }

    private static List<KeyValuePair<string, object?>> Entries(JsonElement element) =>
        [.. element.EnumerateObject().Reverse().DistinctBy(property => property.Name).Reverse().Select(property => KeyValuePair.Create(property.Name, Value(property.Value)))];

    private static ConnectMap Map(JsonElement element)
    {
        var map = new ConnectMap();
        foreach (var property in element.EnumerateObject())
        {
            map[property.Name] = Value(property.Value);
        }

        return map;
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when element.TryGetInt64(out var number) => number,
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.Object => Map(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        _ => null,
    };
}
