using System.Globalization;
using System.Text;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Converters.Json;

/// <summary>Reads the digits of JSON numbers into numbers, wrapping around and cutting off as Java does.</summary>
internal static class JsonNumber
{
    private const int DigitsMax = 1000;

    // So many digits are held by a double exactly, as are the powers of ten by which they are divided: the quotient is then the nearest double too.
    private const int ExactDigitsMax = 15;

    /// <summary>How many bytes at the start are a number.</summary>
    public static int Measure(ReadOnlySpan<byte> text, int position, out JsonKind kind)
    {
        var end = text.Length > 0 && text[0] == '-' ? 1 : 0;
        var whole = DigitsAt(text, end);
        Require(whole > 0, "There is neither a value nor a number", position);
        var wholeDigits = text.Slice(end, whole);
        end += whole;
        var digits = whole;
        kind = JsonKind.Integer;
        if (end < text.Length && text[end] == '.')
        {
            kind = JsonKind.Decimal;
            var fraction = DigitsAt(text, ++end);
            Require(fraction > 0, "No digit follows the decimal point", position + end);
            digits += fraction;
            end += fraction;
        }

        if (end < text.Length && text[end] is (byte)'e' or (byte)'E')
        {
            kind = JsonKind.Decimal;
            end += end + 1 < text.Length && text[end + 1] is (byte)'+' or (byte)'-' ? 2 : 1;
            var exponent = DigitsAt(text, end);
            Require(exponent > 0, "No digit follows the exponent mark", position + end);
            digits += exponent;
            end += exponent;
            Require(exponent < 9 || TryReadDecimal(text[..end], out _), "The exponent is too large", position);
        }

        if (digits > DigitsMax && digits - LeadingZeros(wholeDigits) is > DigitsMax and var length)
        {
            JsonSyntaxException.ThrowLimit("Number value length", length, DigitsMax, "getMaxNumberLength");
        }

        return end;
    }

    /// <summary>The integer part, its low 64 bits.</summary>
    public static long ToInt64(ReadOnlySpan<byte> text)
    {
        var isNegative = text[0] == '-';
        var number = isNegative ? text[1..] : text;
        var mark = number.IndexOfAny((byte)'.', (byte)'e', (byte)'E');
        var value = mark < 0 ? Fold(0, number) : FoldDecimal(number);
        return isNegative ? unchecked(-value) : value;
    }

    public static double ToDouble(ReadOnlySpan<byte> text)
    {
        if (text.Length <= ExactDigitsMax && TryReadExact(text, out var exact))
        {
            return exact;
        }

        var value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return value == 0 && IsZero(text) ? 0 : value;
    }

    public static float ToSingle(ReadOnlySpan<byte> text)
    {
        var value = float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return value == 0 && IsZero(text) ? 0 : value;
    }

    public static BigDecimal ToDecimal(ReadOnlySpan<byte> text) => TryReadDecimal(text, out var value)
        ? value
        : throw new JsonSyntaxException($"'{Encoding.UTF8.GetString(text)}' is not a decimal number.");

    /// <summary>Whether an integer fits into 32 bits.</summary>
    public static bool IsInt32(ReadOnlySpan<byte> text)
    {
        var digits = (text[0] == '-' ? text[1..] : text).TrimStart((byte)'0');
        return digits.Length <= 10 && ToInt64(text) is >= int.MinValue and <= int.MaxValue;
    }

    private static bool TryReadExact(ReadOnlySpan<byte> text, out double value)
    {
        var isNegative = text[0] == '-';
        var (digits, divisor) = (0L, 0L);
        foreach (var character in isNegative ? text[1..] : text)
        {
            if (character == '.')
            {
                divisor = 1;
                continue;
            }

            if (character is < (byte)'0' or > (byte)'9')
            {
                value = 0;
                return false;
            }

            digits = (digits * 10) + (character - '0');
            divisor *= 10;
        }

        value = (double)(isNegative ? -digits : digits) / (divisor == 0 ? 1 : divisor);
        return true;
    }

    // Zero has no sign in Java's decimals; what is too small to be held keeps it.
    private static bool IsZero(ReadOnlySpan<byte> text)
    {
        var mark = text.IndexOfAny((byte)'e', (byte)'E');
        return !(mark < 0 ? text : text[..mark]).ContainsAnyInRange((byte)'1', (byte)'9');
    }

    private static bool TryReadDecimal(ReadOnlySpan<byte> text, out BigDecimal value)
    {
        Span<char> chars = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        Encoding.Latin1.GetChars(text, chars);
        return BigDecimal.TryParse(chars, out value);
    }

    private static long FoldDecimal(ReadOnlySpan<byte> number)
    {
        var mark = number.IndexOfAny((byte)'e', (byte)'E');
        var exponent = mark < 0 ? 0 : long.Parse(number[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? number : number[..mark];
        var point = mantissa.IndexOf((byte)'.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? default : mantissa[(point + 1)..];
        if (exponent < 0)
        {
            return -exponent >= whole.Length ? 0 : Fold(0, whole[..(int)(whole.Length + exponent)]);
        }

        var value = Fold(Fold(0, whole), exponent < fraction.Length ? fraction[..(int)exponent] : fraction);

        // Ten to the 64th is a multiple of two to the 64th.
        for (var zeros = Math.Min(exponent - fraction.Length, 64); zeros > 0; zeros--)
        {
            value = unchecked(value * 10);
        }

        return value;
    }

    private static long Fold(long value, ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits)
        {
            value = unchecked((value * 10) + (digit - '0'));
        }

        return value;
    }

    private static int DigitsAt(ReadOnlySpan<byte> text, int start)
    {
        var end = start;
        while (end < text.Length && text[end] is >= (byte)'0' and <= (byte)'9')
        {
            end++;
        }

        return end - start;
    }

    // A number that is zero has one digit.
    private static int LeadingZeros(ReadOnlySpan<byte> digits) => digits[..^1].IndexOfAnyExcept((byte)'0') is >= 0 and var others ? others : digits.Length - 1;

    private static void Require(bool holds, string otherwise, int position)
    {
        if (!holds)
        {
            JsonSyntaxException.Throw(otherwise, position);
        }
    }
}
