using System.Text.RegularExpressions;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Abstractions.Configuration;

/// <summary>The text of one setting to its value, as Kafka reads it.</summary>
internal static partial class ConfigValueParser
{
    public static object Parse(string name, string text, ConfigType type, ClassResolver? resolveClass)
    {
        var trimmed = Trim(text);
        return type switch
        {
            ConfigType.String => trimmed,
            ConfigType.Password => new Password(trimmed),
            ConfigType.List => trimmed.Length == 0 ? [] : CommaWithBlanks().Split(trimmed),
            ConfigType.Class => ResolveClass(trimmed, resolveClass) ?? throw ConfigException.Invalid(name, text, $"Class {text} could not be found."),
            ConfigType.Boolean => ParseBoolean(trimmed) ?? throw ConfigException.Invalid(name, text, "Expected value to be either true or false"),
            _ => ParseNumber(trimmed, type) ?? throw ConfigException.Invalid(name, text, $"Not a number of type {type.WireName()}"),
        };
    }

    // Java trims control characters and the space, but no other blanks.
    private static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && text[start] <= ' ')
        {
            start++;
        }

        while (end > start && text[end - 1] <= ' ')
        {
            end--;
        }

        return text[start..end];
    }

    private static string? ResolveClass(string text, ClassResolver? resolve) => resolve is null ? text : resolve(text);

    private static bool? ParseBoolean(string text) =>
        text.Equals("true", StringComparison.OrdinalIgnoreCase) ? true
        : text.Equals("false", StringComparison.OrdinalIgnoreCase) ? false
        : null;

    private static object? ParseNumber(string text, ConfigType type) => type switch
    {
        ConfigType.Short => (object?)WholeNumber.Parse<short>(text),
        ConfigType.Int => WholeNumber.Parse<int>(text),
        ConfigType.Long => WholeNumber.Parse<long>(text),
        _ => JavaDouble.Parse(text),
    };

    [GeneratedRegex(@"[ \t\n\x0B\f\r]*,[ \t\n\x0B\f\r]*", RegexOptions.CultureInvariant)]
    private static partial Regex CommaWithBlanks();
}
