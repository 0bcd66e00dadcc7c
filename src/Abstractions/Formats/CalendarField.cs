namespace OrleansConnect.Abstractions.Formats;

/// <summary>What a letter of a date pattern stands for.</summary>
internal enum CalendarField
{
    Era,
    Year,
    WeekYear,
    Month,
    WeekOfYear,
    WeekOfMonth,
    DayOfYear,
    DayOfMonth,
    DayOfWeekInMonth,
    DayOfWeek,
    AmPm,
    HourOfDay,
    Hour,
    Minute,
    Second,
    Millisecond,
    ZoneOffset,
}
