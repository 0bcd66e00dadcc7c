using System.Collections;
using System.Globalization;

namespace OrleansConnect.Abstractions.Configuration;

/// <summary>Parsed values as text, in the forms Kafka Connect's users know.</summary>
public static class ConfigText
{
    /// <summary>A value as the REST interface shows it: lists joined with commas, secrets hidden, null as null.</summary>
    public static string? Render(object? value) => value switch
    {
        null => null,
        string text => text,
        IEnumerable items => string.Join(',', items.Cast<object?>().Select(Describe)),
        _ => Describe(value),
    };

    /// <summary>A value within a message: lists in brackets, secrets hidden, null as <c>null</c>.</summary>
    internal static string Describe(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => JavaDouble.Describe(number),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Describe))}]",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
