using System.Globalization;
using System.Text.Json;

namespace OrleansConnect.Connectors.Datagen;

/// <summary>One value's description in a schema, with the words for what is wrong in it.</summary>
internal readonly struct SchemaNode(JsonElement element, string place)
{
    public string Type => Text("type");

    public string Text(string name) => TextOrNull(name) ?? throw Wrong($"'{name}' is missing");

    public string? TextOrNull(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw Wrong($"'{name}' has to be a text"),
    };

    public long Long(string name, long otherwise, long min, long max)
    {
        if (Find(name) is not { } value)
        {
            return otherwise;
        }

        Require(value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _), $"'{name}' has to be a whole number");
        var number = value.GetInt64();
        Require(number >= min && number <= max, string.Create(CultureInfo.InvariantCulture, $"'{name}' is {number}, and has to be between {min} and {max}"));
        return number;
    }

    public double Double(string name, double otherwise)
    {
        if (Find(name) is not { } value)
        {
            return otherwise;
        }

        Require(value.ValueKind == JsonValueKind.Number, $"'{name}' has to be a number");
        return value.GetDouble();
    }

    public IReadOnlyList<JsonElement>? Values(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        Require(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0, $"'{name}' has to be a list with at least one entry");
        return [.. value.EnumerateArray()];
    }

    public IEnumerable<SchemaNode> Children(string name)
    {
        var within = place;
        return (Values(name) ?? throw Wrong($"'{name}' is missing"))
            .Select((child, i) => new SchemaNode(child, child.ValueKind == JsonValueKind.Object && child.TryGetProperty("name", out var own) ? $"field '{own}'" : $"field {i} of {within}"));
    }

    public SchemaNode Child(string name) => Find(name) is { } child ? new SchemaNode(child, $"'{name}' of {place}") : throw Wrong($"'{name}' is missing");

    public void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw Wrong(otherwise);
        }
    }

    public FormatException Wrong(string what) => new($"{what} in {place}");

    private JsonElement? Find(string name)
    {
        Require(element.ValueKind == JsonValueKind.Object, "an object is needed");
        return element.TryGetProperty(name, out var value) ? value : null;
    }
}
