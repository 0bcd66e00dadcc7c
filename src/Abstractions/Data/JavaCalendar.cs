namespace OrleansConnect.Abstractions.Data;

/// <summary>
/// Java's calendar, in UTC: Gregorian from 15 October 1582 on and Julian before. Years are counted astronomically here: 0 is 1 BC.
/// </summary>
internal static class JavaCalendar
{
    /// <summary>15 October 1582.</summary>
    public const long FirstGregorianDay = -141_427;
    /// <summary>The year that starts in the one calendar and ends in the other.</summary>
    public const int FirstGregorianYear = 1582;

    /// <summary>The day since the epoch and the milliseconds of that day.</summary>
    public static (long Days, int Milliseconds) Split(long epochMs)
    {
        var days = Math.DivRem(epochMs, UtcInstant.DayMs, out var rest);
        return rest < 0 ? (days - 1, (int)(rest + UtcInstant.DayMs)) : (days, (int)rest);
    }

    /// <summary>The date of a day since the epoch.</summary>
    public static (long Year, int Month, int Day) DateOf(long epochDay) =>
        epochDay >= FirstGregorianDay ? GregorianDate(epochDay) : JulianDate(epochDay);

    /// <summary>The day since the epoch of a date; days beyond the month's end go on into the next, as do months. The year says in which calendar.</summary>
    public static long DayOf(long year, long month, long day)
    {
        var gregorian = year >= FirstGregorianYear ? DayOf(year, month, day, isGregorian: true) : long.MinValue;
        return gregorian >= FirstGregorianDay ? gregorian : DayOf(year, month, day, isGregorian: false);
    }

    /// <summary>The day since the epoch of a date in one of the calendars.</summary>
    public static long DayOf(long year, long month, long day, bool isGregorian)
    {
        var (years, monthOfYear) = Math.DivRem(month - 1, 12);
        (years, monthOfYear) = monthOfYear < 0 ? (years - 1, monthOfYear + 12) : (years, monthOfYear);
        return FirstOfMonth(year + years, (int)monthOfYear + 1, isGregorian) + day - 1;
    }

    // Years that start in March end with the leap day, so that months have a simple formula.
    private static long FirstOfMonth(long year, int month, bool isGregorian)
    {
        var (marchYear, marchMonth) = month > 2 ? (year, month - 3) : (year - 1, month + 9);
        var days = (365 * marchYear) + Floor(marchYear, 4) + (((153 * marchMonth) + 2) / 5);
        return isGregorian ? days - Floor(marchYear, 100) + Floor(marchYear, 400) - 719_468 : days - 719_470;
    }

    private static (long Year, int Month, int Day) GregorianDate(long epochDay)
    {
        var day = epochDay + 719_468;
        var era = Floor(day, 146_097);
        var dayOfEra = day - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        return OfMarchYear(yearOfEra + (era * 400), (int)dayOfYear);
    }

    private static (long Year, int Month, int Day) JulianDate(long epochDay)
    {
        var day = epochDay + 719_470;
        var era = Floor(day, 1461);
        var dayOfEra = day - (era * 1461);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460)) / 365;
        return OfMarchYear((era * 4) + yearOfEra, (int)(dayOfEra - (365 * yearOfEra)));
    }

    private static (long Year, int Month, int Day) OfMarchYear(long marchYear, int dayOfYear)
    {
        var marchMonth = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * marchMonth) + 2) / 5) + 1;
        return marchMonth < 10 ? (marchYear, marchMonth + 3, day) : (marchYear + 1, marchMonth - 9, day);
    }

    private static long Floor(long dividend, long divisor)
    {
        var quotient = Math.DivRem(dividend, divisor, out var rest);
        return rest < 0 ? quotient - 1 : quotient;
    }
}
