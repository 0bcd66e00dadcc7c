namespace OrleansConnect.Abstractions.Formats;

/// <summary>A time zone that a date was read with by its name, and that the same pattern then writes dates in, as in Java.</summary>
/// <param name="id">Its name in the tz database. Where this machine has no such zone, its offsets are those of today.</param>
/// <param name="standardMinutes">The minutes to add to UTC.</param>
/// <param name="summerMinutes">The minutes to add in summer; 0 when there is no summer time.</param>
/// <param name="names">The names in winter and in summer, each long and short.</param>
internal sealed class DateZone(string id, int standardMinutes, int summerMinutes, string[] names)
{
    private const long MinuteMs = 60_000;

    // Until 1900 a zone has its standard time of today. Rules repeat with the calendar, which they need beyond the last date that .NET has.
    private const long FirstMs = -2_208_988_800_000;
    private const long LastMs = 253_402_300_799_999;
    private const long CalendarMs = 146_097L * 86_400_000;

    private readonly Lazy<TimeZoneInfo?> _zone = new(() => id.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null);

    /// <summary>The zone that formats start in.</summary>
    public static DateZone Utc { get; } = Array.Find(DateZoneNames.All, zone => zone.IsUtc) ?? throw new InvalidOperationException("There is no UTC.");

    private bool IsUtc => id == "UTC";

    // Zones that have no summer time any more had an hour of it.
    private long AddedInSummerMs => (summerMinutes == 0 ? 60 : summerMinutes) * MinuteMs;

    /// <summary>The zone whose name a text starts with, and which of its names that is; those in use are looked at first.</summary>
    public static (DateZone Zone, int Name)? Match(ReadOnlySpan<char> text, DateZone current)
    {
        if (current.NameAt(text) is >= 0 and var named)
        {
            return (current, named);
        }

        if (Utc.NameAt(text) is >= 0 and var utc)
        {
            return (Utc, utc);
        }

        foreach (var zone in DateZoneNames.All)
        {
            if (zone.NameAt(text) is >= 0 and var name)
            {
                return (zone, name);
            }
        }

        return null;
    }

    /// <summary>How long a name is.</summary>
    public int LengthOf(int name) => names[name].Length;

    /// <summary>The milliseconds of summer time that a name says are added; null when the date decides.</summary>
    public long? SummerMsOf(int name)
    {
        var isSummer = name >= 2;
        var isBoth = !isSummer && names[name].Equals(names[name + 2], StringComparison.OrdinalIgnoreCase);
        return isBoth || (isSummer && summerMinutes == 0) ? null : isSummer ? summerMinutes * MinuteMs : 0;
    }

    /// <summary>The offset of a local time, of which the summer time may be known.</summary>
    public long OffsetAtLocal(long localMs, long? summerMs)
    {
        if (_zone.Value is not { } zone || DateOf(localMs, DateTimeKind.Unspecified) is not { } local)
        {
            return (standardMinutes * MinuteMs) + (summerMs ?? 0);
        }

        var offset = (long)zone.GetUtcOffset(local).TotalMilliseconds;
        return summerMs is { } summer ? offset - (zone.IsDaylightSavingTime(local) ? AddedInSummerMs : 0) + summer : offset;
    }

    /// <summary>The offset at a point in time, and whether that is in summer.</summary>
    public (long OffsetMs, bool IsSummer) OffsetAt(long epochMs) => !IsUtc && _zone.Value is { } zone && DateOf(epochMs, DateTimeKind.Utc) is { } date
        ? ((long)zone.GetUtcOffset(date).TotalMilliseconds, zone.IsDaylightSavingTime(date))
        : (standardMinutes * MinuteMs, false);

    /// <summary>A name of the zone.</summary>
    public string NameOf(bool isSummer, bool isShort) => names[(isSummer ? 2 : 0) + (isShort ? 1 : 0)];

    private static DateTime? DateOf(long ms, DateTimeKind kind)
    {
        if (ms < FirstMs)
        {
            return null;
        }

        var within = ms <= LastMs ? ms : LastMs - CalendarMs + 1 + ((ms - LastMs - 1) % CalendarMs);
        return new DateTime(DateTime.UnixEpoch.Ticks + (within * TimeSpan.TicksPerMillisecond), kind);
    }

    private int NameAt(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length > 0 && text.StartsWith(names[i], StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
