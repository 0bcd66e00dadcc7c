using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Transforms;

/// <summary>Pairs of texts with a colon between them.</summary>
internal static class RenameMappings
{
    /// <summary>What Java trims.</summary>
    public static readonly char[] Blanks = [.. Enumerable.Range(0, ' ' + 1).Select(unit => (char)unit)];

    /// <summary>The texts between colons, without the empty ones at the end.</summary>
    public static string[] Split(string mapping)
    {
        var parts = mapping.Split(':');
        var count = parts.Length;
        while (count > 0 && parts[count - 1].Length == 0)
        {
            count--;
        }

        return mapping.Length == 0 ? [""] : parts[..count];
    }

    /// <summary>Old names and new ones.</summary>
    public static Dictionary<string, string> Parse(IReadOnlyList<string> mappings)
    {
        var renames = new Dictionary<string, string>();
        foreach (var mapping in mappings)
        {
            var parts = Split(mapping);
            renames[parts.Length == 2 ? parts[0] : throw Invalid(mappings, mapping)] = parts[1];
        }

        return renames;
    }

    // The name of the setting is Kafka Connect's own, whichever setting it is about.
    public static ConfigException Invalid(IReadOnlyList<string> mappings, string mapping) =>
        ConfigException.Invalid("renames", mappings, $"Invalid rename mapping: {mapping}");
}
