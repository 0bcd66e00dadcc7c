using System.Globalization;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Whole numbers as Java reads them in dates: with a sign, any Unicode digits and, oddly, an exponent.</summary>
internal static class DateNumber
{
    private const char Infinity = '\u221E';

    public static bool TryRead(ReadOnlySpan<char> text, ref int position, out int value)
    {
        var start = position;
        var isNegative = start < text.Length && text[start] == '-';
        var first = isNegative ? start + 1 : start;
        var end = first;
        var number = 0L;
        var isLong = true;
        while (end < text.Length && DigitOf(text[end]) is >= 0 and var digit)
        {
            isLong &= number <= (long.MaxValue - digit) / 10;
            number = unchecked((number * 10) + digit);
            end++;
        }

        value = unchecked((int)(isNegative ? -number : number));
        if (end == first)
        {
            return TryReadInfinity(text, first, ref position, ref value) || TryReadNotANumber(text, ref position);
        }

        var exponentEnd = EndOfExponent(text, end);
        if (!isLong || exponentEnd > end)
        {
            value = Round(text[start..exponentEnd]);
        }

        position = exponentEnd;
        return true;
    }

    private static int DigitOf(char unit) => char.IsAsciiDigit(unit) ? unit - '0' : CharUnicodeInfo.GetDecimalDigitValue(unit);

    private static int EndOfExponent(ReadOnlySpan<char> text, int start)
    {
        if (start >= text.Length || text[start] != 'E')
        {
            return start;
        }

        var digits = start + 1 < text.Length && text[start + 1] == '-' ? start + 2 : start + 1;
        var end = digits;
        while (end < text.Length && DigitOf(text[end]) >= 0)
        {
            end++;
        }

        return end > digits ? end : start;
    }

    // A number in the range of 64 bits loses its upper bits, a larger one stops at the limit.
    private static int Round(ReadOnlySpan<char> text)
    {
        Span<char> ascii = text.Length <= 128 ? stackalloc char[text.Length] : new char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            ascii[i] = DigitOf(text[i]) is >= 0 and var digit ? (char)('0' + digit) : text[i];
        }

        var number = double.Parse(ascii, NumberStyles.Float, CultureInfo.InvariantCulture);
        var isWhole = Math.Truncate(number) == number && Math.Abs(number) < 1L << 62;
        return isWhole ? unchecked((int)(long)number) : (int)Math.Clamp(number, int.MinValue, int.MaxValue);
    }

    private static bool TryReadInfinity(ReadOnlySpan<char> text, int first, ref int position, ref int value)
    {
        if (first >= text.Length || text[first] != Infinity)
        {
            return false;
        }

        value = first > position ? int.MinValue : int.MaxValue;
        position = first + 1;
        return true;
    }

    private static bool TryReadNotANumber(ReadOnlySpan<char> text, ref int position)
    {
        if (!text[position..].StartsWith("NaN", StringComparison.Ordinal))
        {
            return false;
        }

        position += 3;
        return true;
    }
}
