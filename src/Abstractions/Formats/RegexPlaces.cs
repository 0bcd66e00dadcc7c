namespace OrleansConnect.Abstractions.Formats;

/// <summary>
/// Where Java says that something is within an expression: it counts characters and not units, and what is quoted as it puts that itself, with escapes in place of
/// the quotation marks.
/// </summary>
internal static class RegexPlaces
{
    private const int MarkLength = 2;
    private const int DigitAsCodeLength = 4;

    /// <summary>The index for a position, which may be before the start.</summary>
    public static int IndexOf(int position, string pattern)
    {
        var index = Math.Min(position, 0);
        for (var at = 0; at < position;)
        {
            if (pattern[at] != '\\' || at + 1 >= position)
            {
                index += char.IsLowSurrogate(pattern[at]) ? 0 : 1;
                at++;
            }
            else if (pattern[at + 1] != 'Q')
            {
                index += MarkLength;
                at += MarkLength;
            }
            else
            {
                var start = at + MarkLength;
                var end = pattern.IndexOf(@"\E", start, StringComparison.Ordinal);
                index += EscapedLength(end < 0 ? pattern.AsSpan(start) : pattern.AsSpan(start, end - start));
                at = end < 0 ? pattern.Length : end + MarkLength;
            }
        }

        return index;
    }

    private static int EscapedLength(ReadOnlySpan<char> quoted)
    {
        var length = quoted.Length > 0 && char.IsAsciiDigit(quoted[0]) ? DigitAsCodeLength - 1 : 0;
        foreach (var unit in quoted)
        {
            length += char.IsLowSurrogate(unit) ? 0 : char.IsAsciiLetterOrDigit(unit) || !char.IsAscii(unit) ? 1 : 2;
        }

        return length;
    }
}
