using System.Globalization;
using System.Numerics;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Transforms;

/// <summary>Numbers and texts to numbers as in Java: whole numbers lose their upper bits, floating-point numbers stop at the limits.</summary>
internal static class JavaCasts
{
    /// <summary>The lower 64 bits of the integer part.</summary>
    public static long ToLong(BigDecimal number) => number.Scale switch
    {
        0 => Wrap(number.Unscaled),
        <= -64 => 0, // a multiple of 2^64
        _ => number.Unscaled.IsZero || IsFraction(number) ? 0 : Wrap(number.Truncate()),
    };

    /// <summary>The number as 64 bits; null when the value is no number.</summary>
    public static long? ToLong(object value) => value switch
    {
        int number => number,
        long number => number,
        short number => number,
        sbyte number => number,
        float number => (long)number,
        double number => (long)number,
        BigDecimal number => ToLong(number),
        BigInteger number => Wrap(number),
        _ => null,
    };

    /// <summary>The number as 32 bits; null when the value is no number.</summary>
    public static int? ToInt(object value) => value switch
    {
        float number => (int)number,
        double number => (int)number,
        _ => (int?)ToLong(value),
    };

    /// <summary>The nearest double; null when the value is no number.</summary>
    public static double? ToDouble(object value) => value switch
    {
        float number => number,
        double number => number,
        BigDecimal number => number.ToDouble(),
        BigInteger number => (double)number,
        _ => ToLong(value),
    };

    /// <summary>The nearest float; null when the value is no number.</summary>
    public static float? ToFloat(object value) => value switch
    {
        float number => number,
        double number => (float)number,
        BigDecimal number => float.Parse(number.ToString(), CultureInfo.InvariantCulture),
        BigInteger number => (float)number,
        _ => ToLong(value),
    };

    /// <summary>Reads a whole number with digits of any alphabet; null when it is none or out of range.</summary>
    public static long? ParseLong(string text, long min, long max)
    {
        var digits = text is ['+' or '-', ..] ? text.AsSpan(1) : text;
        if (digits.IsEmpty)
        {
            return null;
        }

        var number = BigInteger.Zero;
        foreach (var unit in digits)
        {
            var digit = char.IsAsciiDigit(unit) ? unit - '0' : CharUnicodeInfo.GetDecimalDigitValue(unit);
            number = (number * 10) + digit;
            if (digit < 0 || number > (UInt128)long.MaxValue + 1)
            {
                return null;
            }
        }

        number = text[0] == '-' ? -number : number;
        return number >= min && number <= max ? (long)number : null;
    }

    private static bool IsFraction(BigDecimal number) => number.Scale > 0 && BigInteger.Abs(number.Unscaled).GetBitLength() < number.Scale * 3.32;

    private static long Wrap(BigInteger number) => unchecked((long)(ulong)(number & ulong.MaxValue));
}
