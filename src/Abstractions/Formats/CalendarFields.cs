using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>
/// Fields of a date as they were read, and the point in time that Java's lenient calendar makes of them: of fields that contradict each other those
/// set last count, and what is too large goes on into the next month, day and so on.
/// </summary>
internal ref struct CalendarFields(Span<int> values, Span<int> stamps)
{
    public const int Count = (int)CalendarField.ZoneOffset + 1;

    private readonly Span<int> _values = values;
    private readonly Span<int> _stamps = stamps;
    private int _lastStamp;
    private long? _summerMs;

    public int this[CalendarField field]
    {
        readonly get => _values[(int)field];
        set
        {
            _values[(int)field] = value;
            _stamps[(int)field] = ++_lastStamp;
        }
    }

    public readonly void AddCentury()
    {
        _values[(int)CalendarField.Year] += 100;
        _values[(int)CalendarField.WeekYear] += 100;
    }

    /// <summary>A zone was named, which gives the offset; the name may say whether it is summer.</summary>
    public void ForgetOffset(long? summerMs)
    {
        _stamps[(int)CalendarField.ZoneOffset] = 0;
        _summerMs = summerMs;
    }

    public readonly UtcInstant ToInstant(DateZone zone)
    {
        var timeMs = MillisecondsOfDay();
        var days = Stamp(CalendarField.WeekYear) > Stamp(CalendarField.Year) ? DayOfWeekDate() : DayOfFields(JavaCalendar.Split(timeMs).Days);
        var localMs = (days * UtcInstant.DayMs) + timeMs;
        return new(localMs - (IsSet(CalendarField.ZoneOffset) ? this[CalendarField.ZoneOffset] : zone.OffsetAtLocal(localMs, _summerMs)));
    }

    private readonly long MillisecondsOfDay()
    {
        var hourOfDay = Stamp(CalendarField.HourOfDay);
        var hour = Both(CalendarField.Hour, CalendarField.AmPm);
        var best = Math.Max(hour, hourOfDay);
        best = best == 0 ? Math.Max(Stamp(CalendarField.Hour), Stamp(CalendarField.AmPm)) : best;
        var hours = best == hourOfDay ? (long)this[CalendarField.HourOfDay] : this[CalendarField.Hour] + (12L * this[CalendarField.AmPm]);
        var seconds = (((hours * 60) + this[CalendarField.Minute]) * 60) + this[CalendarField.Second];
        return (seconds * 1000) + this[CalendarField.Millisecond];
    }

    private readonly long DayOfWeekDate()
    {
        var week = IsSet(CalendarField.WeekOfYear) ? this[CalendarField.WeekOfYear] : 1;
        var day = IsSet(CalendarField.DayOfWeek) ? this[CalendarField.DayOfWeek] : 1L;
        var weeks = week - 1L;
        if (day is < 1 or > 7)
        {
            // A number that is no day of the week counts on from Monday, in days and weeks.
            var days = day - 1;
            weeks += (days - (((days % 7) + 7) % 7)) / 7;
            day = ((((days % 7) + 7) % 7) + 1) % 7 + 1;
        }

        var year = IsBeforeChrist ? 1L - this[CalendarField.WeekYear] : this[CalendarField.WeekYear];
        return JavaWeeks.FirstDayOf(year) + (7 * weeks) + day - 1;
    }

    // Which calendar it is depends on where the time leads too, when it has more or less than a day.
    private readonly long DayOfFields(long timeDays)
    {
        var year = (long)(IsSet(CalendarField.Year) ? this[CalendarField.Year] : 1970);
        if (IsBeforeChrist)
        {
            year = 1 - year;
        }

        var ruling = RulingField();
        if (year < JavaCalendar.FirstGregorianYear)
        {
            return DayOf(ruling, year, isGregorian: false);
        }

        // What is counted from the start of the year in which the calendars change is counted in the older one.
        var day = DayOf(ruling, year, isGregorian: true);
        var isOlder = year == JavaCalendar.FirstGregorianYear && ruling is CalendarField.DayOfYear or CalendarField.WeekOfYear;
        return day + timeDays >= JavaCalendar.FirstGregorianDay && !isOlder ? day : DayOf(ruling, year, isGregorian: false);
    }

    private readonly long DayOf(CalendarField ruling, long year, bool isGregorian)
    {
        var month = this[CalendarField.Month] + 1L;
        var first = JavaCalendar.DayOf(year, month, 1, isGregorian);
        return ruling switch
        {
            CalendarField.DayOfMonth => first + (IsSet(CalendarField.DayOfMonth) ? this[CalendarField.DayOfMonth] : 1) - 1,
            CalendarField.WeekOfMonth => InWeek(first, this[CalendarField.WeekOfMonth]),
            CalendarField.DayOfWeekInMonth => DayInMonth(first, JavaCalendar.DayOf(year, month + 1, 1, isGregorian)),
            CalendarField.DayOfYear => JavaCalendar.DayOf(year, 1, 1, isGregorian) + this[CalendarField.DayOfYear] - 1,
            _ => InWeek(JavaCalendar.DayOf(year, 1, 1, isGregorian), this[CalendarField.WeekOfYear]),
        };
    }

    // What says which day it is: of the complete sets of fields the one set last, or else of the incomplete ones.
    private readonly CalendarField RulingField()
    {
        var (week, inMonth, ofYear) = (Stamp(CalendarField.WeekOfMonth), Stamp(CalendarField.DayOfWeekInMonth), Stamp(CalendarField.WeekOfYear));
        var (dayOfWeek, dayOfMonth, dayOfYear) = (Stamp(CalendarField.DayOfWeek), Stamp(CalendarField.DayOfMonth), Stamp(CalendarField.DayOfYear));
        var (withWeek, withInMonth, withOfYear) = (Both(week, dayOfWeek), Both(inMonth, dayOfWeek), Both(ofYear, dayOfWeek));
        var best = Math.Max(Math.Max(Math.Max(dayOfMonth, withWeek), Math.Max(withInMonth, dayOfYear)), withOfYear);
        if (best == 0)
        {
            (withWeek, withInMonth, withOfYear) = (week, Math.Max(inMonth, dayOfWeek), ofYear);
            best = Math.Max(Math.Max(withWeek, withInMonth), withOfYear);
        }

        return best == dayOfMonth ? CalendarField.DayOfMonth
            : (best == withWeek && week >= ofYear) || (best == withInMonth && inMonth >= ofYear) ? RuleInMonth(best == withWeek, withWeek == withInMonth)
            : best == dayOfYear ? CalendarField.DayOfYear : CalendarField.WeekOfYear;
    }

    private readonly CalendarField RuleInMonth(bool byWeek, bool byBoth) =>
        byWeek && (!byBoth || Stamp(CalendarField.WeekOfMonth) >= Stamp(CalendarField.DayOfWeekInMonth))
            ? CalendarField.WeekOfMonth
            : CalendarField.DayOfWeekInMonth;

    private readonly long DayInMonth(long first, long next)
    {
        var dayOfWeek = IsSet(CalendarField.DayOfWeek) ? this[CalendarField.DayOfWeek] : 1;
        var which = IsSet(CalendarField.DayOfWeekInMonth) ? this[CalendarField.DayOfWeekInMonth] : 1;
        return which >= 0
            ? JavaWeeks.OnOrBefore(first + (7L * which) - 1, dayOfWeek)
            : JavaWeeks.OnOrBefore(next + (7L * (which + 1)) - 1, dayOfWeek);
    }

    // A day in the week of that number, counted from the week that has the first day of a year or month.
    private readonly long InWeek(long first, int week)
    {
        var start = JavaWeeks.OnOrBefore(first, 1);
        var day = IsSet(CalendarField.DayOfWeek) ? JavaWeeks.OnOrBefore(start + 6, this[CalendarField.DayOfWeek]) : start;
        return day + (7L * (week - 1));
    }

    private readonly bool IsBeforeChrist => IsSet(CalendarField.Era) && this[CalendarField.Era] == 0;

    private readonly bool IsSet(CalendarField field) => Stamp(field) > 0;

    private readonly int Stamp(CalendarField field) => _stamps[(int)field];

    private readonly int Both(CalendarField one, CalendarField other) => Both(Stamp(one), Stamp(other));

    private static int Both(int one, int other) => one == 0 || other == 0 ? 0 : Math.Max(one, other);
}
