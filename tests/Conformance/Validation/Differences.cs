using System.Text.Json.Nodes;

namespace OrleansConnect.Tests.Conformance.Validation;

/// <summary>Tells in which places two validation answers differ. Rows are named by their setting.</summary>
internal static class Differences
{
    public static IReadOnlyList<string> Between(JsonNode? theirs, JsonNode? ours)
    {
        var found = new List<string>();
        Compare("", theirs, ours, found);
        return found;
    }

    private static void Compare(string path, JsonNode? theirs, JsonNode? ours, List<string> found)
    {
        if (theirs is JsonObject their && ours is JsonObject our)
        {
            CompareFields(path, their, our, found);
        }
        else if (theirs is JsonArray theirRows && ours is JsonArray ourRows && path == "configs")
        {
            CompareRows(theirRows, ourRows, found);
        }
        else if (!JsonNode.DeepEquals(theirs, ours))
        {
            found.Add($"{path}: {Text(theirs)} -> {Text(ours)}");
        }
    }

    private static void CompareFields(string path, JsonObject theirs, JsonObject ours, List<string> found)
    {
        var order = (string.Join(' ', theirs.Select(field => field.Key)), string.Join(' ', ours.Select(field => field.Key)));
        if (order.Item1 != order.Item2)
        {
            found.Add($"{path} fields: {order.Item1} -> {order.Item2}");
        }

        foreach (var (name, value) in theirs)
        {
            if (name != "documentation")
            {
                Compare(path.Length == 0 ? name : $"{path}.{name}", value, ours[name], found);
            }
        }
    }

    private static void CompareRows(JsonArray theirs, JsonArray ours, List<string> found)
    {
        var (their, our) = (ByName(theirs), ByName(ours));
        foreach (var name in their.Keys.Except(our.Keys))
        {
            found.Add($"{name}: only theirs");
        }

        foreach (var name in our.Keys.Except(their.Keys))
        {
            found.Add($"{name}: only ours");
        }

        var shared = their.Keys.Where(our.ContainsKey).ToList();
        if (!shared.SequenceEqual(our.Keys.Where(their.ContainsKey)))
        {
            found.Add($"order: {string.Join(' ', shared)} -> {string.Join(' ', our.Keys.Where(their.ContainsKey))}");
        }

        foreach (var name in shared)
        {
            Compare(name, their[name], our[name], found);
        }
    }

    // Kafka Connect lists some settings twice, once with and once without their definition.
    private static OrderedDictionary<string, JsonNode?> ByName(JsonArray rows)
    {
        var named = new OrderedDictionary<string, JsonNode?>();
        foreach (var row in rows)
        {
            var name = (string?)(row?["definition"] ?? row?["value"])?["name"] ?? "";
            named[named.ContainsKey(name) ? $"{name} again" : name] = row;
        }

        return named;
    }

    // Whole tables and long lists of plugins would only be unreadable.
    private static string Text(JsonNode? node) => node?.ToJsonString(Relaxed) is not { } text ? "null" : text.Length <= 300 ? text : $"{text[..300]}…";

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
