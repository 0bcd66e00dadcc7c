using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>
/// Reads Java's <c>.properties</c> files: <c>#</c> and <c>!</c> comments, <c>=</c>, <c>:</c> or a blank after the name, lines continued by a
/// backslash, and escapes. The last of several entries of one name counts.
/// </summary>
public static class PropertiesFile
{
    private const int DigitsOfUnit = 4;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file that is UTF-8 or, where it cannot be that, ISO-8859-1 as in Java's own tools.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(string path, CancellationToken cancellationToken) =>
        Parse(await File.ReadAllBytesAsync(path, cancellationToken));

    /// <summary>Reads the entries of a file's content.</summary>
    /// <exception cref="FormatException">As of a text.</exception>
    public static IReadOnlyDictionary<string, string> Parse(byte[] content) => Parse(Decode(content));

    /// <summary>Reads the entries of a text.</summary>
    /// <exception cref="FormatException">An escape <c>\u</c> is not followed by four hexadecimal digits.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var entries = new Dictionary<string, string>();
        foreach (var line in LogicalLines(text))
        {
            var nameEnd = EndOfName(line);
            entries[Unescape(line.AsSpan(0, nameEnd))] = Unescape(line.AsSpan(StartOfValue(line, nameEnd)));
        }

        return entries;
    }

    private static string Decode(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static IEnumerable<string> LogicalLines(string text)
    {
        var logical = new StringBuilder();
        foreach (var natural in text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r'))
        {
            var line = natural.AsSpan().TrimStart(" \t\f");
            if (logical.Length == 0 && (line.IsEmpty || line[0] is '#' or '!'))
            {
                continue;
            }

            var continues = TrailingBackslashes(line) % 2 == 1;
            logical.Append(continues ? line[..^1] : line);
            if (!continues && logical.Length > 0)
            {
                yield return logical.ToString();
                logical.Clear();
            }
        }

        if (logical.Length > 0)
        {
            yield return logical.ToString();
        }
    }

    private static int TrailingBackslashes(ReadOnlySpan<char> line) => line.Length - line.TrimEnd('\\').Length;

    private static int EndOfName(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                i++;
            }
            else if (line[i] is '=' or ':' || IsBlank(line[i]))
            {
                return i;
            }
        }

        return line.Length;
    }

    private static int StartOfValue(string line, int nameEnd)
    {
        var start = SkipBlanks(line, nameEnd);
        return start < line.Length && line[start] is '=' or ':' ? SkipBlanks(line, start + 1) : start;
    }

    private static int SkipBlanks(string line, int start)
    {
        while (start < line.Length && IsBlank(line[start]))
        {
            start++;
        }

        return start;
    }

    private static bool IsBlank(char character) => character is ' ' or '\t' or '\f';

    private static string Unescape(ReadOnlySpan<char> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\' || ++i == escaped.Length)
            {
                text.Append(i < escaped.Length ? escaped[i] : "");
            }
            else if (escaped[i] == 'u')
            {
                text.Append(CodeUnit(escaped[(i + 1)..]));
                i += DigitsOfUnit;
            }
            else
            {
                text.Append(escaped[i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
            }
        }

        return text.ToString();
    }

    private static char CodeUnit(ReadOnlySpan<char> digits) =>
        digits.Length >= DigitsOfUnit && !digits[..DigitsOfUnit].ContainsAnyExcept(HexDigits)
            ? (char)ushort.Parse(digits[..DigitsOfUnit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : throw new FormatException($"The properties have '\\u{digits[..Math.Min(DigitsOfUnit, digits.Length)]}', which is no character. Write \\u and four hexadecimal digits.");
}
