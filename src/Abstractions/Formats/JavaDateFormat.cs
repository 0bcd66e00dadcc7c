using System.Text;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>
/// Dates by a pattern of Java's <c>SimpleDateFormat</c>, in English and in UTC or the zone that the date before was in by name, read as leniently as there: what follows the date is ignored, and 31
/// February is in March.
/// </summary>
public sealed class JavaDateFormat
{
    private const int KeptCharsMax = 1024;

    [ThreadStatic]
    private static StringBuilder? t_output;

    private readonly DateElement[] _elements;
    private readonly UtcInstant _centuryStart;
    private DateZone _zone = DateZone.Utc;

    /// <summary>Takes a pattern apart; a pattern that is none is a <see cref="FormatException"/>.</summary>
    /// <param name="pattern">For example <c>yyyy-MM-dd'T'HH:mm:ss.SSSX</c>.</param>
    /// <param name="time">The time by which years of two digits are completed: they are at most 80 years ago.</param>
    public JavaDateFormat(string pattern, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _elements = DatePattern.Compile(pattern);
        var (days, ms) = JavaCalendar.Split((time ?? TimeProvider.System).GetUtcNow().ToUnixTimeMilliseconds());
        var (year, month, day) = JavaCalendar.DateOf(days);
        _centuryStart = new((JavaCalendar.DayOf(year - 80, month, day) * UtcInstant.DayMs) + ms);
    }

    /// <summary>The text of a point in time.</summary>
    public string Format(UtcInstant instant)
    {
        var output = t_output ??= new();
        output.Clear();
        AppendTo(output, instant);
        var text = output.ToString();
        if (output.Capacity > KeptCharsMax)
        {
            t_output = null;
        }

        return text;
    }

    /// <summary>Writes a point in time behind a text.</summary>
    public void AppendTo(StringBuilder output, UtcInstant instant)
    {
        ArgumentNullException.ThrowIfNull(output);
        new DateWriter(instant, _zone).Write(_elements, output);
    }

    /// <summary>Reads the date that a text starts with; false when there is none.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out UtcInstant instant)
    {
        Span<int> values = stackalloc int[CalendarFields.Count];
        Span<int> stamps = stackalloc int[CalendarFields.Count];
        values.Clear();
        stamps.Clear();
        var reader = new DateReader(text, new CalendarFields(values, stamps), _centuryStart, _zone);
        (instant, var length) = reader.Read(_elements);
        _zone = reader.Zone;
        return length > 0;
    }
}
