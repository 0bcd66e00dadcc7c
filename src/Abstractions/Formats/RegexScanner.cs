using System.Globalization;
using System.Text;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Reads the parts of a Java regular expression.</summary>
internal sealed class RegexScanner(string pattern)
{
    private const string IllegalRange = "Illegal repetition range";

    private int _position;

    /// <summary>Whether blanks, and what follows a # up to the end of the line, mean nothing: Java's flag x, which counts in classes too.</summary>
    public bool IsCommenting { get; set; }

    public bool IsAtEnd
    {
        get
        {
            SkipComments();
            return _position >= pattern.Length;
        }
    }

    public char Last => pattern[_position - 1];

    public char Next() => IsAtEnd ? throw Error("Unexpected end") : pattern[_position++];

    /// <summary>The same within a class, whose end is missing where nothing comes.</summary>
    public char NextInClass() => IsAtEnd ? throw Error("Unclosed character class", pattern.Length - 1) : pattern[_position++];

    /// <summary>The character that a unit is the first of: more than 16 bits take two.</summary>
    public int Whole(char first) => char.IsHighSurrogate(first) && char.IsLowSurrogate(Peek()) ? char.ConvertToUtf32(first, pattern[_position++]) : first;

    /// <summary>What follows a backslash, also a blank.</summary>
    public char NextEscaped() => _position >= pattern.Length ? throw Error("Unexpected internal error") : pattern[_position++];

    /// <summary>What comes; NUL at the end.</summary>
    public char Peek(int ahead = 0)
    {
        SkipComments();
        return _position + ahead < pattern.Length ? pattern[_position + ahead] : '\0';
    }

    public bool Skip(string expected)
    {
        SkipComments();
        var isNext = string.CompareOrdinal(pattern, _position, expected, 0, expected.Length) == 0;
        _position += isNext ? expected.Length : 0;
        return isNext;
    }

    public string? SkipAny(ReadOnlySpan<string> expected)
    {
        foreach (var text in expected)
        {
            if (Skip(text))
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The name of a group, up to the sign that ends it.</summary>
    public string Name(char end)
    {
        var start = _position;
        while (char.IsAsciiLetterOrDigit(Peek()))
        {
            _position++;
        }

        var name = pattern[start.._position];
        return name.Length == 0 || !char.IsAsciiLetter(name[0]) ? throw Error("capturing group name does not start with a Latin letter", start)
            : !Skip(end.ToString()) ? throw Error($"named capturing group is missing trailing '{end}'")
            : name;
    }

    /// <summary>What stands between \Q and \E or the end.</summary>
    public string Quotation()
    {
        var end = pattern.IndexOf(@"\E", _position, StringComparison.Ordinal);
        var quotation = end < 0 ? pattern[_position..] : pattern[_position..end];
        _position = end < 0 ? pattern.Length : end + 2;
        return quotation;
    }

    /// <summary>The number of a group: more than one digit as long as there are so many groups so far.</summary>
    public int Reference(char first, int groups)
    {
        var group = first - '0';
        while (char.IsAsciiDigit(Peek()) && (group * 10) + (Peek() - '0') <= groups)
        {
            group = (group * 10) + (Next() - '0');
        }

        return group;
    }

    /// <summary>A repetition whose opening brace has been read.</summary>
    public string Repetition()
    {
        var start = _position;
        var min = Times() ?? throw Error("Illegal repetition", start);
        var max = Skip(",") ? Times() ?? int.MaxValue : min;
        return !Skip("}") ? throw Error("Unclosed counted closure")
            : max < min ? throw ErrorBefore(IllegalRange)
            : pattern[(start - 1).._position];
    }

    /// <summary>The character that an escape of that letter stands for.</summary>
    public int Literal(char letter) => letter switch
    {
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        'f' => '\f',
        'a' => '\a',
        'e' => '\u001B',
        'c' => (char)(Next() ^ 64),
        '0' => Octal(),
        'u' => Unit(),
        'x' => Skip("{") ? HexInBraces() : Hex(2),
        _ => char.IsAsciiLetterOrDigit(letter) ? throw Error("Illegal/unsupported escape sequence", _position - 1) : Whole(letter),
    };

    /// <summary>The name of a property: a letter, or what stands in braces.</summary>
    public string Property()
    {
        if (!Skip("{"))
        {
            return Next().ToString();
        }

        var end = pattern.IndexOf('}', _position);
        var name = end < 0 ? throw Error("Unclosed character family", pattern.Length) : pattern[_position..end];
        _position = end + 1;
        return name;
    }

    /// <summary>What is wrong, as Java says it: with the expression and a mark below the place where that is within it.</summary>
    public FormatException Error(string why, int? at = null)
    {
        var index = RegexPlaces.IndexOf(Math.Min(at ?? _position, pattern.Length), pattern);
        var place = index < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" near index {index}");
        var mark = index >= 0 && index < pattern.Length ? $"\n{new string(' ', index)}^" : "";
        return new($"{why}{place}\n{pattern}{mark}");
    }

    /// <summary>The same at the sign that was read last.</summary>
    public FormatException ErrorBefore(string why) => Error(why, _position - 1);

    /// <summary>A bracket closes what no one opened, which Java tells one sign too early.</summary>
    public FormatException UnmatchedEnd() => Error("Unmatched closing ')'", _position - 2);

    public static void AppendLiteral(StringBuilder output, char unit)
    {
        if (char.IsAsciiLetterOrDigit(unit) || unit == '_')
        {
            output.Append(unit);
        }
        else
        {
            output.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
        }
    }

    private void SkipComments()
    {
        while (IsCommenting && _position < pattern.Length && IsBlank(pattern[_position]))
        {
            var isComment = pattern[_position++] == '#';
            while (isComment && _position < pattern.Length && pattern[_position] is not ('\n' or '\r' or '\u0085' or '\u2028' or '\u2029'))
            {
                _position++;
            }
        }
    }

    private static bool IsBlank(char unit) => unit is ' ' or '#' or (>= '\t' and <= '\r');

    // A number of times, in at most 32 bits.
    private int? Times()
    {
        long? times = null;
        while (char.IsAsciiDigit(Peek()))
        {
            times = ((times ?? 0) * 10) + (Next() - '0');
            _ = times > int.MaxValue ? throw ErrorBefore(IllegalRange) : times;
        }

        return (int?)times;
    }

    private char Octal()
    {
        var value = 0;
        for (var digits = 0; digits < 3 && Peek() is >= '0' and <= '7' && (value * 8) + (Peek() - '0') <= 255; digits++)
        {
            value = (value * 8) + (Next() - '0');
        }

        return Last == '0' && pattern[_position - 2] == '\\' ? throw Error("Illegal octal escape sequence") : (char)value;
    }

    private char Hex(int digits, string why = "Illegal hexadecimal escape sequence")
    {
        var value = 0;
        for (; digits > 0; digits--)
        {
            value = (value * 16) + (char.IsAsciiHexDigit(Peek()) ? Convert.ToInt32(Next().ToString(), 16) : throw Error(why));
        }

        return (char)value;
    }

    // Two escapes of 16 bits make a larger character.
    private int Unit()
    {
        var first = Hex(4, "Illegal Unicode escape sequence");
        var start = _position;
        if (char.IsHighSurrogate(first) && Skip(@"\u"))
        {
            var second = Hex(4);
            if (char.IsLowSurrogate(second))
            {
                return char.ConvertToUtf32(first, second);
            }

            _position = start;
        }

        return first;
    }

    private int HexInBraces()
    {
        var end = pattern.IndexOf('}', _position);
        var isHex = int.TryParse(pattern.AsSpan(_position, Math.Max(0, end - _position)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        _position = end + 1;
        return isHex && value is >= 0 and <= 0x10FFFF ? value : throw Error("Illegal hexadecimal escape sequence");
    }
}
