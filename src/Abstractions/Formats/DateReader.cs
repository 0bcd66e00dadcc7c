using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Reads a date by a pattern, as leniently as Java does. Methods give the position behind what they read, or -1.</summary>
internal ref struct DateReader(ReadOnlySpan<char> text, CalendarFields fields, UtcInstant centuryStart, DateZone zone)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly UtcInstant _centuryStart = centuryStart;
    private CalendarFields _fields = fields;
    private bool _isYearAmbiguous;

    /// <summary>The zone of dates that do not say by how much they differ from UTC: the one that was named last.</summary>
    public DateZone Zone { get; private set; } = zone;

    /// <summary>What a text starts with; the length is 0 when that is no such date.</summary>
    public (UtcInstant Instant, int Length) Read(ReadOnlySpan<DateElement> elements)
    {
        var position = 0;
        for (var i = 0; i < elements.Length && position >= 0; i++)
        {
            position = elements[i].IsLiteral
                ? ReadLiteral(position, elements[i].Literal)
                : ReadField(position, elements[i], i + 1 < elements.Length && elements[i + 1].IsNumber);
        }

        if (position < 0)
        {
            return default;
        }

        var instant = _fields.ToInstant(Zone);
        if (_isYearAmbiguous && instant < _centuryStart)
        {
            _fields.AddCentury();
            instant = _fields.ToInstant(Zone);
        }

        return (instant, position);
    }

    private readonly int ReadLiteral(int position, string literal) =>
        _text[position..].StartsWith(literal) ? position + literal.Length : -1;

    private int ReadField(int start, in DateElement element, bool isFixed)
    {
        var position = start;
        while (position < _text.Length && _text[position] is ' ' or '\t')
        {
            position++;
        }

        if (position == _text.Length)
        {
            return -1;
        }

        if (element.IsNumber)
        {
            return ReadNumber(start, position, element, isFixed);
        }

        // Java looks for names where the field starts, blanks and all.
        return element.Field == CalendarField.ZoneOffset ? ReadZone(start, position, element) : ReadName(start, element.Field);
    }

    private int ReadNumber(int start, int position, in DateElement element, bool isFixed)
    {
        // Where other digits follow at once, blanks before a number are some of its characters, and may be all.
        if (isFixed && (start + element.Count > _text.Length || position > start + element.Count))
        {
            return -1;
        }

        var end = position;
        if (!DateNumber.TryRead(isFixed ? _text[..(start + element.Count)] : _text, ref end, out var value))
        {
            return -1;
        }

        if (element.Field is CalendarField.Year or CalendarField.WeekYear && element.Count <= 2 && IsTwoDigits(position, end))
        {
            value = InCentury(value);
        }

        _fields[element.Field] = element.Letter switch
        {
            'M' or 'L' => value - 1,
            'k' => value == 24 ? 0 : value,
            'h' => value == 12 ? 0 : value,
            'u' when value is >= 1 and <= 7 => (value % 7) + 1,
            _ => value,
        };
        return end;
    }

    private readonly bool IsTwoDigits(int start, int end) =>
        end - start == 2 && char.IsDigit(_text[start]) && char.IsDigit(_text[start + 1]);

    private int InCentury(int value)
    {
        var startYear = (int)JavaCalendar.DateOf(JavaCalendar.Split(_centuryStart.EpochMs).Days).Year;
        _isYearAmbiguous = value == startYear % 100;
        return value + (startYear / 100 * 100) + (value < startYear % 100 ? 100 : 0);
    }

    private int ReadName(int start, CalendarField field)
    {
        var (value, length) = DateNames.Match(field, _text[start..]);
        if (length == 0)
        {
            return -1;
        }

        _fields[field] = field == CalendarField.DayOfWeek ? value + 1 : value;
        return start + length;
    }

    private int ReadZone(int start, int position, in DateElement element)
    {
        var (offsetMs, end) = element.Letter == 'X'
            ? DateZones.ReadIso(_text, position, element.Count)
            : DateZones.Read(_text, start, position);
        if (end > 0)
        {
            _fields[CalendarField.ZoneOffset] = offsetMs;
            return end;
        }

        return element.Letter == 'X' || !DateZones.MayBeName(_text, start, position) ? -1 : ReadZoneName(position);
    }

    private int ReadZoneName(int position)
    {
        if (DateZone.Match(_text[position..], Zone) is not { } match)
        {
            return -1;
        }

        Zone = match.Zone;
        _fields.ForgetOffset(match.Zone.SummerMsOf(match.Name));
        return position + match.Zone.LengthOf(match.Name);
    }
}
