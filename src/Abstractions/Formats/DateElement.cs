namespace OrleansConnect.Abstractions.Formats;

/// <summary>One part of a date pattern: a letter and how often it stands there, or literal text.</summary>
/// <param name="Letter">The letter; NUL for literal text.</param>
/// <param name="Count">How often it stands there.</param>
/// <param name="Literal">The literal text.</param>
internal readonly record struct DateElement(char Letter, int Count, string Literal)
{
    private const string Letters = "GyYMLwWDdFEuaHkKhmsSzZX";

    private static readonly CalendarField[] Fields =
    [
        CalendarField.Era, CalendarField.Year, CalendarField.WeekYear, CalendarField.Month, CalendarField.Month, CalendarField.WeekOfYear,
        CalendarField.WeekOfMonth, CalendarField.DayOfYear, CalendarField.DayOfMonth, CalendarField.DayOfWeekInMonth, CalendarField.DayOfWeek,
        CalendarField.DayOfWeek, CalendarField.AmPm, CalendarField.HourOfDay, CalendarField.HourOfDay, CalendarField.Hour, CalendarField.Hour,
        CalendarField.Minute, CalendarField.Second, CalendarField.Millisecond, CalendarField.ZoneOffset, CalendarField.ZoneOffset, CalendarField.ZoneOffset,
    ];

    public bool IsLiteral => Letter == '\0';

    /// <summary>What the letter stands for.</summary>
    public CalendarField Field => Fields[Letters.IndexOf(Letter, StringComparison.Ordinal)];

    /// <summary>Whether it is read as a number. Before such a one, a number ends where its letters do.</summary>
    public bool IsNumber => !IsLiteral && (Field == CalendarField.Month ? Count <= 2 : !"GEazZX".Contains(Letter, StringComparison.Ordinal));

    public static bool IsLetter(char letter) => Letters.Contains(letter, StringComparison.Ordinal);
}
