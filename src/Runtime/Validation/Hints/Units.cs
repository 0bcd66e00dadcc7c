using System.Globalization;
using System.Text.RegularExpressions;
using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation.Hints;

/// <summary>The unit of a setting's number, and numbers that users write with one.</summary>
/// <param name="Name">Its name in the plural; empty where the number has none.</param>
/// <param name="Size">How much it is, in seconds or bytes.</param>
/// <param name="IsTime">Whether it is a time; a number of bytes otherwise.</param>
internal sealed partial record Units(string Name, decimal Size, bool IsTime)
{
    private static readonly Units None = new("", 1, false);
    private static readonly Units[] All =
    [
        new("milliseconds", 0.001m, true), new("seconds", 1, true), new("minutes", 60, true), new("hours", 3600, true), new("days", 86400, true), new("bytes", 1, false),
    ];

    private static readonly (string[] Written, decimal Size, bool IsTime)[] Known =
    [
        (["ms", "msec", "millis", "millisecond"], 0.001m, true),
        (["s", "sec", "second"], 1, true),
        (["m", "min", "minute"], 60, true),
        (["h", "hour"], 3600, true),
        (["d", "day"], 86400, true),
        (["b", "byte"], 1, false),
        (["k", "kb", "kib"], 1 << 10, false),
        (["m", "mb", "mib"], 1 << 20, false),
        (["g", "gb", "gib"], 1 << 30, false),
    ];

    /// <summary>With a word before it, to follow <c>a number</c>.</summary>
    public string InWords => Name.Length == 0 ? "" : $" of {Name}";

    /// <summary>The unit of a setting, from its definition, its name or its documentation.</summary>
    public static Units Of(ConfigKey key) =>
        Array.Find(All, unit => IsEnd(key.Unit, unit) || IsEnd(key.Name[(key.Name.LastIndexOf('.') + 1)..], unit))
        ?? Array.Find(All, unit => key.Documentation.Contains(unit.Name, StringComparison.OrdinalIgnoreCase))
        ?? None;

    /// <summary>What a number with a unit behind it is in this unit: 1000 for <c>1s</c> in milliseconds; null if it is none, or of another kind.</summary>
    public decimal? Convert(string text)
    {
        var written = NumberWithUnit().Match(text);
        if (Name.Length == 0 || !written.Success || !decimal.TryParse(written.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var word = written.Groups["unit"].Value.ToLowerInvariant();
        var found = Array.Find(Known, unit => unit.IsTime == IsTime && unit.Written.Any(known => word == known || word == known + "s"));
        return found.Written is null || Math.Abs(number) > int.MaxValue ? null : number * found.Size / Size;
    }

    /// <summary>The number in front of letters; null if there is none.</summary>
    public static string? NumberIn(string text) => NumberWithUnit().Match(text) is { Success: true } match ? match.Groups["number"].Value : null;

    private static bool IsEnd(string? word, Units unit) =>
        word is not null && (word == unit.Name || Array.Exists(Known, known => known.IsTime == unit.IsTime && known.Size == unit.Size && known.Written.Contains(word) && word.Length > 1));

    [GeneratedRegex(@"\A\s*(?<number>[+-]?[0-9]{1,20}(\.[0-9]{1,20})?)\s*(?<unit>[A-Za-z]+)\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberWithUnit();
}
