using System.Text;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Java's ready sets of characters as they are written in a class of .NET. Most of them know ASCII only.</summary>
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
    };

    private static readonly Dictionary<string, string> Unicode = new()
    {
        ["javaLowerCase"] = "Ll",
        ["javaUpperCase"] = "Lu",
        ["javaLetter"] = "L",
        ["javaDigit"] = "Nd",
        ["IsAlphabetic"] = "L",
        ["IsLetter"] = "L",
        ["IsDigit"] = "Nd",
        ["IsUppercase"] = "Lu",
        ["IsLowercase"] = "Ll",
        ["IsPunctuation"] = "P",
    };

    /// <summary>The set that an escape of that letter stands for; null when it stands for a single character.</summary>
    public static string? Find(char letter, RegexScanner scanner) => letter switch
    {
        'd' or 'D' => Ranges("09", letter == 'D'),
        'w' or 'W' => Ranges("09AZ__az", letter == 'W'),
        's' or 'S' => Ranges(Space, letter == 'S'),
        'v' or 'V' => Ranges(Vertical, letter == 'V'),
        'h' or 'H' => Ranges(Horizontal, letter == 'H'),
        'p' or 'P' => Property(scanner, letter == 'P'),
        _ => null,
    };

    private static string Property(RegexScanner scanner, bool isNegated)
    {
        var name = scanner.Property();
        if (Posix.TryGetValue(name, out var ranges))
        {
            return Ranges(ranges, isNegated);
        }

        var category = Unicode.GetValueOrDefault(name)
            ?? (name.StartsWith("Is", StringComparison.Ordinal) ? name[2..] : name.Contains('=', StringComparison.Ordinal) ? name[(name.IndexOf('=', StringComparison.Ordinal) + 1)..] : name);
        return category.Length <= 2
            ? $@"\{(isNegated ? 'P' : 'p')}{{{category}}}"
            : throw scanner.Error($"Unknown character property name {{{name}}}");
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
