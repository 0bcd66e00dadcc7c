namespace OrleansConnect.Abstractions.Formats;

/// <summary>Time zones in dates as offsets. Methods give the offset and the position behind it, or -1.</summary>
internal static class DateZones
{
    private const int MinuteMs = 60_000;

    /// <summary><c>z</c> and <c>Z</c>: +0130, GMT+1:30 or GMT. Names are looked up elsewhere.</summary>
    public static (int OffsetMs, int End) Read(ReadOnlySpan<char> text, int start, int position)
    {
        if (text[position] is '+' or '-')
        {
            return ReadOffset(text, position, digits: 0, hasColon: false);
        }

        if (text[start..].StartsWith("GMT", StringComparison.OrdinalIgnoreCase))
        {
            var end = start + 3;
            return end < text.Length && text[end] is '+' or '-' ? ReadOffset(text, end, digits: 0, hasColon: true) : (0, end);
        }

        return (0, -1);
    }

    /// <summary>Whether there is neither a sign nor GMT, after which no name is looked for.</summary>
    public static bool MayBeName(ReadOnlySpan<char> text, int start, int position) =>
        text[position] is not ('+' or '-') && !text[start..].StartsWith("GMT", StringComparison.OrdinalIgnoreCase);

    /// <summary><c>X</c>, <c>XX</c> and <c>XXX</c>: Z, +01, +0130 and +01:30.</summary>
    public static (int OffsetMs, int End) ReadIso(ReadOnlySpan<char> text, int position, int count) => text[position] switch
    {
        'Z' => (0, position + 1),
        '+' or '-' => ReadOffset(text, position, count, hasColon: count == 3),
        _ => (0, -1),
    };

    // One digit for the hours is enough only before a colon and not in X; X alone has no minutes.
    private static (int OffsetMs, int End) ReadOffset(ReadOnlySpan<char> text, int sign, int digits, bool hasColon)
    {
        var position = sign + 1;
        var hours = Digit(text, position++);
        if (Digit(text, position) is >= 0 and var second)
        {
            hours = (hours * 10) + second;
            position++;
        }
        else if (digits > 0 || !hasColon)
        {
            return (0, -1);
        }

        var minutes = digits == 1 ? 0 : ReadMinutes(text, hasColon, ref position);
        var offset = ((hours * 60) + minutes) * MinuteMs;
        return hours is < 0 or > 23 || minutes < 0 ? (0, -1) : (text[sign] == '-' ? -offset : offset, position);
    }

    private static int ReadMinutes(ReadOnlySpan<char> text, bool hasColon, ref int position)
    {
        if (hasColon && (position >= text.Length || text[position++] != ':'))
        {
            return -1;
        }

        var (tens, ones) = (Digit(text, position++), Digit(text, position++));
        return tens is < 0 or > 5 || ones < 0 ? -1 : (tens * 10) + ones;
    }

    private static int Digit(ReadOnlySpan<char> text, int position) =>
        position < text.Length && char.IsAsciiDigit(text[position]) ? text[position] - '0' : -1;
}
