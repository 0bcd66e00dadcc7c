namespace OrleansConnect.Abstractions.Formats;

/// <summary>Time zones in dates: offsets, and the names that are in common use. Methods give the offset and the position behind it, or -1.</summary>
internal static class DateZones
{
    private const int MinuteMs = 60_000;

    private static readonly (string Name, int Minutes)[] Names =
    [
        ("UTC", 0), ("Coordinated Universal Time", 0), ("Greenwich Mean Time", 0), ("WET", 0), ("WEST", 60), ("BST", 60), ("CET", 60), ("CEST", 120),
        ("EET", 120), ("EEST", 180), ("MSK", 180), ("IST", 330), ("JST", 540), ("KST", 540), ("EST", -300), ("EDT", -240), ("CST", -360), ("CDT", -300),
        ("MST", -420), ("MDT", -360), ("PST", -480), ("PDT", -420), ("AKST", -540), ("AKDT", -480), ("HST", -600),
        ("Central European Standard Time", 60), ("Central European Summer Time", 120), ("Eastern Standard Time", -300), ("Eastern Daylight Time", -240),
        ("Central Standard Time", -360), ("Central Daylight Time", -300), ("Mountain Standard Time", -420), ("Mountain Daylight Time", -360),
        ("Pacific Standard Time", -480), ("Pacific Daylight Time", -420),
    ];

    /// <summary><c>z</c> and <c>Z</c>: +0130, GMT+1:30, GMT, or a name.</summary>
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

        var best = (OffsetMs: 0, End: -1);
        foreach (var (name, minutes) in Names)
        {
            if (position + name.Length > best.End && text[position..].StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                best = (minutes * MinuteMs, position + name.Length);
            }
        }

        return best;
    }

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
