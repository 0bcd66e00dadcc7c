using System.Text;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Java's ready sets of characters. Most of them know ASCII only, unless flag U is set.</summary>
internal static class RegexSets
{
    private const string Space = "\t\r  ";
    private const string Vertical = "\n\r\u0085\u0085\u2028\u2029";
    private const string Horizontal = "\t\t  \u00A0\u00A0\u1680\u1680\u180E\u180E\u2000\u200A\u202F\u202F\u205F\u205F\u3000\u3000";

    // Pairs of first and last characters.
    private static readonly Dictionary<string, string> Posix = new()
    {
        ["Lower"] = "az",
        ["Upper"] = "AZ",
        ["ASCII"] = "\0\u007F",
        ["Alpha"] = "AZaz",
        ["Digit"] = "09",
        ["Alnum"] = "09AZaz",
        ["Punct"] = "!/:@[`{~",
        ["Graph"] = "!~",
        ["Print"] = " ~",
        ["Blank"] = "\t\t  ",
        ["Cntrl"] = "\0\u001F\u007F\u007F",
        ["XDigit"] = "09AFaf",
        ["Space"] = Space,
        ["L1"] = "\0\u00FF",
        ["all"] = "\0\uFFFF",
    };

    /// <summary>The set that an escape of that letter stands for; null when it stands for a single character.</summary>
    public static RegexSet? Find(char letter, RegexScanner scanner, RegexFlags flags) => letter switch
    {
        'p' or 'P' => Property(scanner, letter == 'P', flags),
        'd' or 'D' or 'w' or 'W' or 's' or 'S' when flags.HasUnicodeClasses => new(RegexProperties.OfLetter(letter), char.IsUpper(letter)),
        'd' or 'D' => new(Ranges("09", letter == 'D')),
        'w' or 'W' => new(Ranges("09AZ__az", letter == 'W')),
        's' or 'S' => new(Ranges(Space, letter == 'S')),
        'v' or 'V' => new(Ranges(Vertical, letter == 'V')),
        'h' or 'H' => new(Ranges(Horizontal, letter == 'H')),
        _ => null,
    };

    private static RegexSet Property(RegexScanner scanner, bool isNegated, RegexFlags flags)
    {
        var name = scanner.Property();
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        var content = equals >= 0 ? OfKind(name[..equals], name[(equals + 1)..], flags)
            : name.StartsWith("In", StringComparison.Ordinal) ? RegexBlocks.Block(name[2..])
            : name.StartsWith("Is", StringComparison.Ordinal) ? OfName(name[2..], flags)
            : (flags.HasUnicodeClasses ? RegexProperties.OfPosix(name) : null) ?? Named(name, flags);
        var unknown = equals >= 0
            ? $"Unknown Unicode property {{name=<{name[..equals].ToLowerInvariant()}>, value=<{name[(equals + 1)..]}>}}"
            : $"Unknown character property name {{{name}}}";
        return new(content ?? throw scanner.ErrorBefore(unknown), isNegated);
    }

    private static string? OfKind(string kind, string value, RegexFlags flags) => kind.ToLowerInvariant() switch
    {
        "sc" or "script" => RegexBlocks.Script(value),
        "blk" or "block" => RegexBlocks.Block(value),
        "gc" or "general_category" => Named(value, flags),
        _ => null,
    };

    private static string? OfName(string name, RegexFlags flags) =>
        RegexProperties.OfUnicode(name, flags.IgnoresCase) ?? Named(name, flags) ?? RegexBlocks.Script(name);

    private static string? Named(string name, RegexFlags flags)
    {
        var known = flags.IgnoresCase && name is "Lower" or "Upper" ? "Alpha" : name;
        return Posix.TryGetValue(known, out var ranges) ? Ranges(ranges, isNegated: false) : RegexProperties.OfCategory(name, flags.IgnoresCase) ?? RegexProperties.OfJava(name, flags.IgnoresCase);
    }

    private static string Ranges(string pairs, bool isNegated)
    {
        var content = new StringBuilder();
        var next = 0;
        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (!isNegated)
            {
                Append(content, pairs[i], pairs[i + 1]);
            }
            else if (next < pairs[i])
            {
                Append(content, (char)next, (char)(pairs[i] - 1));
            }

            next = pairs[i + 1] + 1;
        }

        if (isNegated)
        {
            Append(content, (char)next, char.MaxValue);
        }

        return content.ToString();
    }

    private static void Append(StringBuilder content, char from, char to)
    {
        RegexScanner.AppendLiteral(content, from);
        RegexScanner.AppendLiteral(content.Append('-'), to);
    }
}
