using System.Globalization;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>English names in dates.</summary>
internal static class DateNames
{
    private static readonly DateTimeFormatInfo English = DateTimeFormatInfo.InvariantInfo;
    private static readonly string[] Eras = ["BC", "AD"];
    private static readonly string[] LongEras = ["Before Christ", "Anno Domini"];
    private static readonly string[] Halves = ["AM", "PM"];

    /// <summary>The name of a field's value, whose first is 0, in the long or short form.</summary>
    public static string Of(CalendarField field, int value, bool isLong) => (field switch
    {
        CalendarField.Era => Eras,
        CalendarField.AmPm => Halves,
        CalendarField.Month => isLong ? English.MonthNames : English.AbbreviatedMonthNames,
        _ => isLong ? English.DayNames : English.AbbreviatedDayNames,
    })[value];

    /// <summary>The value with the longest name that a text starts with, and that name's length; 0 when it starts with none.</summary>
    public static (int Value, int Length) Match(CalendarField field, ReadOnlySpan<char> text)
    {
        var (short_, long_) = field switch
        {
            CalendarField.Era => (Eras, LongEras),
            CalendarField.AmPm => (Halves, Halves),
            CalendarField.Month => (English.AbbreviatedMonthNames, English.MonthNames),
            _ => (English.AbbreviatedDayNames, English.DayNames),
        };
        var best = (Value: 0, Length: 0);
        for (var i = 0; i < short_.Length; i++)
        {
            foreach (var name in (ReadOnlySpan<string>)[short_[i], long_[i]])
            {
                if (name.Length > best.Length && text.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                {
                    best = (i, name.Length);
                }
            }
        }

        return best;
    }
}
