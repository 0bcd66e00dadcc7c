using System.Globalization;
using System.Text;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Which letters of up to 16 bits are the same to Java where case does not count: those with the same lower case of their upper case.</summary>
internal static class RegexCases
{
    private static readonly Lazy<(char Letter, char Upper, char Folded)[]> Cased = new(() =>
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(letter => !char.IsSurrogate(letter)).Select(Fold).Where(known => known.Upper != known.Letter || known.Folded != known.Letter)]);

    /// <summary>Writes the letters that are not in a range and are the same as one in it.</summary>
    public static void AppendOthers(StringBuilder content, char from, char to)
    {
        var only = from == to ? Fold(from).Folded : '\0';
        foreach (var (letter, upper, folded) in Cased.Value)
        {
            if (!IsIn(letter) && (from == to ? folded == only : IsIn(upper) || IsIn(folded)))
            {
                RegexScanner.AppendLiteral(content, letter);
            }
        }

        if (from == to && only != from && !IsIn(only))
        {
            RegexScanner.AppendLiteral(content, only);
        }

        bool IsIn(char letter) => letter >= from && letter <= to;
    }

    private static (char Letter, char Upper, char Folded) Fold(char letter)
    {
        var upper = Upper(letter);
        return (letter, upper, Lower(upper));
    }

    // Without a culture .NET leaves alone what would become ASCII.
    private static char Upper(char letter) => letter switch
    {
        '\u0131' => 'I',
        '\u017F' => 'S',
        _ => CultureInfo.InvariantCulture.TextInfo.ToUpper(letter),
    };

    private static char Lower(char letter) => letter switch
    {
        '\u0130' => 'i',
        '\u212A' => 'k',
        _ => CultureInfo.InvariantCulture.TextInfo.ToLower(letter),
    };
}
