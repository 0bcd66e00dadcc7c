using System.Globalization;

namespace OrleansConnect.Abstractions.Data;

/// <summary>Points in time as Java's <c>Date.toString</c> writes them in UTC, for any year.</summary>
internal static class JavaDates
{
    private static readonly string[] Days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

    /// <summary>For example <c>Thu Jan 01 00:00:00 UTC 1970</c>.</summary>
    public static string ToText(UtcInstant instant)
    {
        var (days, ms) = JavaCalendar.Split(instant.EpochMs);
        var (year, month, day) = JavaCalendar.DateOf(days);
        var weekday = Days[(int)(((days % 7) + 7) % 7)];
        var name = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames[month - 1];

        // Years before our era count backwards from 1, without saying so.
        var shown = year > 0 ? year : 1 - year;
        var seconds = ms / 1000;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{weekday} {name} {day:00} {seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00} UTC {shown}");
    }
}
