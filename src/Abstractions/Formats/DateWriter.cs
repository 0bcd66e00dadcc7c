using System.Globalization;
using System.Text;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Writes a point in time, in a time zone, by a pattern.</summary>
internal readonly struct DateWriter
{
    private readonly DateZone _zone;
    private readonly long _offsetMs;
    private readonly bool _isSummer;
    private readonly long _epochDay;
    private readonly int _ms;
    private readonly long _year;
    private readonly int _month;
    private readonly int _day;

    public DateWriter(UtcInstant instant, DateZone zone)
    {
        _zone = zone;
        (_offsetMs, _isSummer) = zone.OffsetAt(instant.EpochMs);
        (_epochDay, _ms) = JavaCalendar.Split(instant.EpochMs + _offsetMs);
        (_year, _month, _day) = JavaCalendar.DateOf(_epochDay);
    }

    public void Write(ReadOnlySpan<DateElement> elements, StringBuilder output)
    {
        foreach (var element in elements)
        {
            if (element.IsLiteral)
            {
                output.Append(element.Literal);
            }
            else if (element.Field == CalendarField.ZoneOffset)
            {
                WriteZone(element, output);
            }
            else if (element.IsNumber)
            {
                WriteNumber(element, output);
            }
            else
            {
                output.Append(DateNames.Of(element.Field, NameIndexOf(element.Field), isLong: element.Count >= 4));
            }
        }
    }

    private void WriteZone(in DateElement element, StringBuilder output)
    {
        if (element.Letter == 'z')
        {
            output.Append(_zone.NameOf(_isSummer, isShort: element.Count < 4));
        }
        else if (element.Letter == 'X' && _offsetMs == 0)
        {
            output.Append('Z');
        }
        else
        {
            var minutes = Math.Abs(_offsetMs / 60_000);
            output.Append(_offsetMs < 0 ? '-' : '+').Append(CultureInfo.InvariantCulture, $"{minutes / 60:00}");
            if (element is not { Letter: 'X', Count: 1 })
            {
                output.Append(element.Letter == 'X' && element.Count == 3 ? ":" : "").Append(CultureInfo.InvariantCulture, $"{minutes % 60:00}");
            }
        }
    }

    private void WriteNumber(in DateElement element, StringBuilder output)
    {
        var isYear = element.Field is CalendarField.Year or CalendarField.WeekYear;
        var value = isYear ? YearOf(element) : TimeOf(element.Letter) ?? DateOf(element.Letter);
        Pad(isYear && element.Count == 2 ? value % 100 : value, element.Count, output);
    }

    private long YearOf(in DateElement element)
    {
        var year = element.Field == CalendarField.Year ? _year : JavaWeeks.WeekYearOf(_epochDay, _year);
        return year > 0 || element.Field == CalendarField.WeekYear ? year : 1 - year;
    }

    private int? TimeOf(char letter)
    {
        var hour = _ms / 3_600_000;
        return letter switch
        {
            'H' => hour,
            'k' => hour == 0 ? 24 : hour,
            'K' => hour % 12,
            'h' => hour % 12 == 0 ? 12 : hour % 12,
            'm' => _ms / 60_000 % 60,
            's' => _ms / 1000 % 60,
            'S' => _ms % 1000,
            _ => null,
        };
    }

    private int DateOf(char letter)
    {
        var dayOfWeek = JavaWeeks.DayOfWeek(_epochDay);
        return letter switch
        {
            'M' or 'L' => _month,
            'd' => _day,
            'D' => (int)(_epochDay - JavaCalendar.DayOf(_year, 1, 1)) + 1,
            'F' => (int)((_epochDay - JavaCalendar.DayOf(_year, _month, 1)) / 7) + 1,
            'u' => dayOfWeek == 1 ? 7 : dayOfWeek - 1,
            'w' => JavaWeeks.WeekOf(_epochDay, _year).Week,
            _ => (int)((_epochDay - JavaWeeks.OnOrBefore(JavaCalendar.DayOf(_year, _month, 1), 1)) / 7) + 1,
        };
    }

    private int NameIndexOf(CalendarField field) => field switch
    {
        CalendarField.Era => _year > 0 ? 1 : 0,
        CalendarField.AmPm => _ms / 43_200_000,
        CalendarField.Month => _month - 1,
        _ => JavaWeeks.DayOfWeek(_epochDay) - 1,
    };

    private static void Pad(long value, int width, StringBuilder output)
    {
        if (value < 0)
        {
            output.Append('-');
            value = -value;
        }

        Span<char> digits = stackalloc char[20];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        if (length < width)
        {
            output.Append('0', width - length);
        }

        output.Append(digits[..length]);
    }
}
