using System.Text;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Takes a date pattern apart.</summary>
internal static class DatePattern
{
    // In the pattern's text; a quote in quotes is doubled and always stands for itself.
    public static DateElement[] Compile(string pattern)
    {
        var elements = new List<DateElement>();
        var literal = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var unit = pattern[i];
            if (unit == '\'' && i + 1 < pattern.Length && pattern[i + 1] == '\'')
            {
                literal.Append(pattern[++i]);
            }
            else if (unit == '\'')
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted || !char.IsAsciiLetter(unit))
            {
                literal.Append(unit);
            }
            else
            {
                AddLiteral(elements, literal);
                var count = CountOf(pattern, i);
                i += count - 1;
                elements.Add(Checked(unit, count, i + 1 < pattern.Length ? pattern[i + 1] : ' '));
            }
        }

        AddLiteral(elements, literal);
        return isQuoted ? throw new FormatException("Unterminated quote") : [.. elements];
    }

    private static int CountOf(string pattern, int start)
    {
        var end = start;
        while (end < pattern.Length && pattern[end] == pattern[start])
        {
            end++;
        }

        return end - start;
    }

    // The next letter is looked at before this one is done with.
    private static DateElement Checked(char letter, int count, char next) =>
        IsNoLetter(letter) ? throw Illegal(letter)
        : letter == 'X' && count > 3 && IsNoLetter(next) ? throw Illegal(next)
        : letter == 'X' && count > 3 ? throw new FormatException($"invalid ISO 8601 format: length={count}")
        : new(letter, count, "");

    private static bool IsNoLetter(char unit) => char.IsAsciiLetter(unit) && !DateElement.IsLetter(unit);

    private static FormatException Illegal(char letter) => new($"Illegal pattern character '{letter}'");

    private static void AddLiteral(List<DateElement> elements, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            elements.Add(new('\0', 0, literal.ToString()));
            literal.Clear();
        }
    }
}
