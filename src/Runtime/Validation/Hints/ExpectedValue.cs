using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation.Hints;

/// <summary>What a setting takes, in words, from its definition.</summary>
internal static class ExpectedValue
{
    private const int LongestExample = 60;

    /// <summary>For example <c>a whole number of milliseconds, for example 60000</c>; starts with a word that fits after <c>to</c>.</summary>
    public static string Of(FoundError error) => error.Definition is { } key ? $"{Kind(key)}{Rule(key)}{Example(error)}" : "another value";

    /// <summary>The sentence that explains the setting, with a blank before; empty where there is none.</summary>
    public static string Explained(FoundError error) => error.Definition?.Documentation is { Length: > 0 } text
        ? $" {(char.IsPunctuation(text[^1]) ? text : text + ".")}"
        : "";

    /// <summary>Values to choose from, where the setting's rule lists them.</summary>
    public static IReadOnlyList<string> Choices(ConfigKey key) => RuleText(key) is { Length: > 2 } rule && rule[^1] == ']' && !IsRange(rule)
        ? rule[(rule.LastIndexOf('[') + 1)..^1].Split(", ")
        : [];

    private static string Kind(ConfigKey key) => key.Type switch
    {
        ConfigType.Boolean => "true or false",
        ConfigType.Short or ConfigType.Int or ConfigType.Long => $"a whole number{Units.Of(key).InWords}",
        ConfigType.Double => $"a number{Units.Of(key).InWords}",
        ConfigType.List => "values separated by commas",
        ConfigType.Class => "the name of an installed class",
        ConfigType.Password => "a secret, best as a variable of a config provider",
        _ => "a text",
    };

    private static string Rule(ConfigKey key) => RuleText(key) switch
    {
        "" => "",
        var rule when IsRange(rule) => $" in the range {rule}",
        var rule when rule[0] is '[' or '(' => $", one of {string.Join(", ", Choices(key))}",
        var rule => $" ({rule})",
    };

    private static string Example(FoundError error)
    {
        if (error.Definition?.Type is ConfigType.Boolean or ConfigType.Password)
        {
            return "";
        }

        var recommended = error.Recommended is [var first, ..] ? first : null;
        var example = ConfigText.Render(error.Definition?.DefaultValue) is { Length: > 0 } usual ? usual : recommended;
        return example is { Length: > 0 and <= LongestExample } ? $", for example {FoundError.Quote(example)}" : "";
    }

    private static bool IsRange(string rule) => rule.StartsWith('[') && rule.Contains("...", StringComparison.Ordinal);

    // A rule that has no words for itself gives its type's name.
    private static string RuleText(ConfigKey key) => key.Validator?.ToString() is { } text && text != key.Validator.GetType().ToString() ? text : "";
}
