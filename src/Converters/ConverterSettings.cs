using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Converters;

/// <summary>What every converter's settings have in common.</summary>
internal static class ConverterSettings
{
    public const string Type = "converter.type";

    /// <summary>The settings of a converter that has none of its own.</summary>
    public static ConfigDef Definition { get; } = new ConfigDef()
        .String(Type, "What the converter works on.", oneOf: ["key", "value", "header"], importance: Importance.Low);

    /// <summary>The settings of a converter for keys or values, which the framework tells what it is for.</summary>
    public static ParsedConfig Parse(this ConfigDef definition, IReadOnlyDictionary<string, string> settings, bool isKey)
    {
        var all = Copy(settings);
        all[Type] = isKey ? "key" : "value";
        return definition.Parse(all);
    }

    /// <summary>The settings of a header converter, which name its type themselves.</summary>
    public static ParsedConfig ParseForHeaders(this ConfigDef definition, IReadOnlyDictionary<string, string> settings) =>
        definition.Parse(Copy(settings));

    private static Dictionary<string, string?> Copy(IReadOnlyDictionary<string, string> settings)
    {
        var copy = new Dictionary<string, string?>(settings.Count + 1);
        foreach (var (name, value) in settings)
        {
            copy[name] = value;
        }

        return copy;
    }
}
