using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Weeks as in the United States, Java's default there: they start on Sunday, and the first of a year is the one with its first day.</summary>
internal static class JavaWeeks
{
    /// <summary>The day of the week of a day since the epoch: 1 for Sunday to 7 for Saturday.</summary>
    public static int DayOfWeek(long epochDay) => (int)((((epochDay + 4) % 7) + 7) % 7) + 1;

    /// <summary>The last such day of the week that does not come after a day.</summary>
    public static long OnOrBefore(long epochDay, int dayOfWeek) => epochDay - ((((DayOfWeek(epochDay) - dayOfWeek) % 7) + 7) % 7);

    /// <summary>The day on which the first week of a year starts.</summary>
    public static long FirstDayOf(long weekYear) => OnOrBefore(JavaCalendar.DayOf(weekYear, 1, 1), 1);

    /// <summary>The year of the week that a day is in. Before Christ Java looks for the start of the next year in a year after Christ.</summary>
    public static long WeekYearOf(long epochDay, long year)
    {
        if (year > 0)
        {
            return WeekOf(epochDay, year).Year;
        }

        var daysUntilSunday = (8 - DayOfWeek(JavaCalendar.DayOf(-year, 1, 1))) % 7;
        var daysOfNext = 7 - (daysUntilSunday == 0 ? 7 : daysUntilSunday);
        return JavaCalendar.DayOf(year + 1, 1, 1) - epochDay <= daysOfNext ? year + 1 : year;
    }

    /// <summary>The year and the number of the week that a day is in.</summary>
    public static (long Year, int Week) WeekOf(long epochDay, long year)
    {
        var next = FirstDayOf(year + 1);
        return epochDay >= next ? (year + 1, 1) : (year, (int)((epochDay - FirstDayOf(year)) / 7) + 1);
    }
}
