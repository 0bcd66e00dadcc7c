using System.Globalization;
using System.Text.Json;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.Previews;

/// <summary>
/// What one transformation changed, a line each: where keys and values are JSON, their fields, each with its schema where they have an envelope.
/// </summary>
internal static class RecordDifference
{
    /// <summary>The places that differ, in order, with the old text and the new one; null stands for what is not there.</summary>
    public static IEnumerable<(string Place, string? Old, string? New)> Between(PreviewRecord before, PreviewRecord after)
    {
        var (old, changed) = (PlacesOf(before), PlacesOf(after));
        foreach (var (place, leaf) in old)
        {
            var now = changed.GetValueOrDefault(place);
            if (now is null || !leaf.IsSame(now))
            {
                yield return (place, leaf.Text, now?.Text);
            }
        }

        foreach (var (place, leaf) in changed)
        {
            if (!old.ContainsKey(place))
            {
                yield return (place, null, leaf.Text);
            }
        }
    }

    private static OrderedDictionary<string, RecordLeaf> PlacesOf(PreviewRecord record)
    {
        var places = new OrderedDictionary<string, RecordLeaf>
        {
            ["topic"] = new(record.Topic),
            ["partition"] = new(record.Partition?.ToString(CultureInfo.InvariantCulture) ?? "none"),
            ["timestamp"] = new(record.TimestampMs?.ToString(CultureInfo.InvariantCulture) ?? "none"),
        };
        AddBytes(places, "key", record.Key);
        AddBytes(places, "value", record.Value);
        foreach (var group in record.Headers.GroupBy(header => header.Key))
        {
            places[$"header {group.Key}"] = new(string.Join(", ", group.Select(header => PreviewText.Bytes(header.Value))));
        }

        return places;
    }

    private static void AddBytes(OrderedDictionary<string, RecordLeaf> places, string name, ReadOnlyMemory<byte>? bytes)
    {
        if (!TryParse(bytes, out var document))
        {
            places[name] = new(PreviewText.Bytes(bytes));
            return;
        }

        using (document)
        {
            var root = document.RootElement;
            var isEnvelope = root.ValueKind == JsonValueKind.Object && root.GetPropertyCount() == 2 && root.TryGetProperty("schema", out _) && root.TryGetProperty("payload", out _);
            AddValue(places, name, isEnvelope ? root.GetProperty("payload") : root);
            if (isEnvelope)
            {
                AddSchema(places, $"{name} schema", root.GetProperty("schema"));
            }
        }
    }

    private static void AddValue(OrderedDictionary<string, RecordLeaf> places, string place, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() == 0)
        {
            places[place] = new(value.GetRawText(), value.Clone());
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            AddValue(places, $"{place}.{Quoted(member.Name)}", member.Value);
        }
    }

    // A field of a schema is known by its name; its place in the list matters little to readers.
    private static void AddSchema(OrderedDictionary<string, RecordLeaf> places, string place, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            places[place] = new(schema.GetRawText(), schema.Clone());
            return;
        }

        places[place] = new(string.Join(' ', AttributesOf(schema)));
        foreach (var field in schema.TryGetProperty("fields", out var fields) && fields.ValueKind == JsonValueKind.Array ? fields.EnumerateArray() : default)
        {
            var name = field.ValueKind == JsonValueKind.Object && field.TryGetProperty("field", out var named) ? named.ToString() : "";
            AddSchema(places, $"{place}.{Quoted(name)}", field);
        }
    }

    // In an order of their own, and with the one that is written or not to the same effect: how a schema is written is no difference.
    private static IEnumerable<string> AttributesOf(JsonElement schema)
    {
        var attributes = schema.EnumerateObject().Where(member => member.Name is not ("fields" or "field")).ToDictionary(member => member.Name, member => TextOf(member.Value));
        attributes.TryAdd("optional", "false");
        return attributes.OrderByDescending(attribute => attribute.Key == "type").ThenBy(attribute => attribute.Key, StringComparer.Ordinal).Select(attribute => $"{attribute.Key}={attribute.Value}");
    }

    // As in paths to fields: a name with dots is no way through fields, and two places are not to have one name.
    private static string Quoted(string name) => name.AsSpan().ContainsAny('.', '`') ? $"`{name.Replace("`", "\\`", StringComparison.Ordinal)}`" : name;

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? $"\"{value.GetString()}\"" : value.GetRawText();

    private static bool TryParse(ReadOnlyMemory<byte>? bytes, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        try
        {
            document = bytes is { Length: > 0 } json ? JsonDocument.Parse(json) : null;
        }
        catch (JsonException)
        {
            // Not JSON: it is shown as it is.
        }

        return document is not null;
    }
}
