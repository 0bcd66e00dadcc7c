using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>A set of characters in .NET's syntax.</summary>
/// <param name="Content">What stands between the brackets.</param>
/// <param name="IsNegated">Whether it is all but those.</param>
internal readonly record struct RegexSet(string Content, bool IsNegated = false)
{
    public string InBrackets => $"[{(IsNegated ? "^" : "")}{Content}]";

    /// <summary>A set as it matches whole characters: one that has whatever is not named has those of two units too.</summary>
    public static string OfCharacters(string set, RegexFlags flags) =>
        flags.IsWide && Regex.IsMatch("\uDBFF", set, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) ? $"(?>{RegexFlags.Pair}|{set})" : set;

    /// <summary>The two units of a character of more than 16 bits.</summary>
    public static string Units(int code)
    {
        var units = char.ConvertFromUtf32(code);
        return string.Create(CultureInfo.InvariantCulture, $"\\u{(int)units[0]:X4}\\u{(int)units[1]:X4}");
    }

    /// <summary>The characters of more than 16 bits between two of them.</summary>
    public static string UnitsBetween(int first, int last)
    {
        var parts = new List<string>();
        while (first <= last)
        {
            // As many as differ in their second unit only.
            var end = Math.Min(last, first | 0x3FF);
            parts.Add($"{Units(first)[..6]}[{Units(first)[6..]}-{Units(end)[6..]}]");
            first = end + 1;
            if ((last - first) >= 0x7FF && (first & 0x3FF) == 0)
            {
                var full = ((last + 1) & ~0x3FF) - 1;
                parts.Add($@"[{Units(first)[..6]}-{Units(full)[..6]}][\uDC00-\uDFFF]");
                first = full + 1;
            }
        }

        return string.Join('|', parts);
    }

    /// <summary>Adds what ASCII letters between two characters are in their other case.</summary>
    public static void AppendOtherCase(StringBuilder content, int first, int last)
    {
        for (var unit = Math.Max(first, 'A'); unit <= Math.Min(last, 'z'); unit++)
        {
            if (char.IsAsciiLetter((char)unit))
            {
                content.Append((char)(unit ^ 0x20));
            }
        }
    }
}
