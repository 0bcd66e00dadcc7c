using System.Globalization;
using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation.Hints;

/// <summary>Numbers that are none, or too small or large.</summary>
internal static class NumberHints
{
    public static string? Of(FoundError error)
    {
        if (error.Says("Not a number of type"))
        {
            return NotANumber(error);
        }

        if (Bound(error, "Value must be at least ") is { } least)
        {
            return $"Set '{error.Key}' to at least {least}.";
        }

        return Bound(error, "Value must be no more than ") is { } most ? $"Set '{error.Key}' to at most {most}." : null;
    }

    private static string NotANumber(FoundError error)
    {
        var wrong = error.Wrong ?? "";
        var isWhole = error.Definition?.Type != ConfigType.Double;
        return WithUnit(error, wrong, isWhole)
            ?? (Plain(wrong, isWhole) is { } plain ? $"Write '{error.Key}' in digits alone: {plain}." : null)
            ?? (isWhole && IsDigits(wrong) ? $"{FoundError.Quote(wrong)} is too large: set '{error.Key}' to a whole number {Limits(error.Definition?.Type)}." : null)
            ?? $"Set '{error.Key}' to {ExpectedValue.Of(error)}.";
    }

    private static string? WithUnit(FoundError error, string wrong, bool isWhole)
    {
        if (error.Definition is { } key && Units.Of(key) is { Name.Length: > 0 } unit && unit.Convert(wrong) is { } converted && (!isWhole || decimal.Truncate(converted) == converted))
        {
            return $"'{error.Key}' is in {unit.Name}: write {Text(converted)} for {FoundError.Quote(wrong)}.";
        }

        return Units.NumberIn(wrong) is { } bare && (!isWhole || !bare.Contains('.', StringComparison.Ordinal))
            ? $"Write '{error.Key}' as {ExpectedValue.Of(error)}, without a unit: {bare.TrimStart('+')} for {FoundError.Quote(wrong)}, if that is meant."
            : null;
    }

    private static bool IsDigits(string text) => text.Length > 0 && text.TrimStart('-', '+').All(char.IsAsciiDigit);

    // Numbers in forms that other programs read: 1_000, 1,000, 1e3, 0x10, 5.0.
    private static string? Plain(string wrong, bool isWhole)
    {
        var text = wrong.Trim().Replace("_", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex))
        {
            return hex.ToString(CultureInfo.InvariantCulture);
        }

        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && (!isWhole || decimal.Truncate(number) == number) && Math.Abs(number) <= int.MaxValue && Text(number) != wrong
            ? Text(number)
            : null;
    }

    private static string Text(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    private static string Limits(ConfigType? type) => type switch
    {
        ConfigType.Short => $"from {short.MinValue} to {short.MaxValue}",
        ConfigType.Int => $"from {int.MinValue} to {int.MaxValue}",
        _ => $"from {long.MinValue} to {long.MaxValue}",
    };

    private static string? Bound(FoundError error, string before)
    {
        var start = error.Message.IndexOf(before, StringComparison.Ordinal);
        return start < 0 ? null : error.Message[(start + before.Length)..];
    }
}
