using System.Numerics;

namespace OrleansConnect.Abstractions.Data;

/// <summary>
/// The digits that Java up to 18 writes of a floating-point number: one after the other until what is left is less than half the distance to
/// the next number, that distance being taken too small at powers of two, and at least two digits where an exponent follows.
/// </summary>
internal static class JavaDigits
{
    private const double Log10Of2 = 0.30102999566398120;

    private static readonly bool[] DoubtfulDoubles = [.. Enumerable.Range(-1074, 2098).Select(highestBit => IsDoubtful(highestBit, 53))];
    private static readonly bool[] DoubtfulSingles = [.. Enumerable.Range(-149, 277).Select(highestBit => IsDoubtful(highestBit, 24))];

    /// <summary>Whether the shortest digits are surely Java's.</summary>
    public static bool AreShortest(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        return exponent > 0 && (bits & 0xF_FFFF_FFFF_FFFF) != 0 && !DoubtfulDoubles[exponent - 1023 + 1074];
    }

    /// <summary>Whether the shortest digits are surely Java's.</summary>
    public static bool AreShortest(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        var exponent = (int)(bits >> 23) & 0xFF;
        return exponent > 0 && (bits & 0x7F_FFFF) != 0 && !DoubtfulSingles[exponent - 127 + 149];
    }

    /// <summary>Writes the digits; gives their number and the exponent of the first.</summary>
    public static (int Count, int Exponent) Of(double value, bool isSingle, Span<byte> digits)
    {
        var (mantissa, shift) = Split(Math.Abs(value));
        var zeros = BitOperations.TrailingZeroCount(mantissa);
        (mantissa, shift) = (mantissa >> zeros, shift + zeros);
        var highestBit = shift + 63 - BitOperations.LeadingZeroCount(mantissa);
        var precision = isSingle ? Math.Min(24, highestBit + 150) : Math.Min(53, highestBit + 1075);
        if (shift >= 0 && highestBit <= 62)
        {
            return OfInteger(mantissa << shift, highestBit - precision - 1, digits);
        }

        return JavaFraction.Of(mantissa, highestBit, precision, EstimateExponent(mantissa, highestBit)).Generate(digits);
    }

    // Java's: never too small, too large by one for some numbers below a power of ten.
    private static int EstimateExponent(ulong mantissa, int highestBit)
    {
        var fraction = mantissa / Math.ScaleB(1, 63 - BitOperations.LeadingZeroCount(mantissa));
        return (int)Math.Floor(((fraction - 1.5) * 0.289529654) + 0.176091259 + (highestBit * 0.301029995663981));
    }

    private static (ulong Mantissa, int Shift) Split(double magnitude)
    {
        var bits = BitConverter.DoubleToUInt64Bits(magnitude);
        var exponent = (int)(bits >> 52);
        var fraction = bits & 0xF_FFFF_FFFF_FFFF;
        return exponent == 0 ? (fraction, -1074) : (fraction | (1UL << 52), exponent - 1075);
    }

    // All digits but those that the number is too large to hold.
    private static (int Count, int Exponent) OfInteger(ulong value, int lostBits, Span<byte> digits)
    {
        var dropped = lostBits > 1 ? (int)(lostBits * Log10Of2) : 0;
        if (dropped > 0)
        {
            var unit = (ulong)BigInteger.Pow(10, dropped);
            value = (value / unit) + (value % unit >= unit / 2 ? 1UL : 0);
        }

        value.TryFormat(digits, out var count);
        return (Math.Max(digits[..count].TrimEnd((byte)'0').Length, 1), count - 1 + dropped);
    }

    // Numbers of that size may be halfway between two digits, or make Java's arithmetic overflow.
    private static bool IsDoubtful(int highestBit, int precision)
    {
        if (highestBit >= precision - 5 && highestBit <= precision + 90)
        {
            return true;
        }

        var low = (int)Math.Floor(highestBit * Log10Of2);
        var high = (int)Math.Floor(((highestBit + 1) * Log10Of2) + 0.04);
        var mantissa = (1UL << (precision - 1)) | 1;
        return JavaFraction.Of(mantissa, highestBit, precision, low).MayOverflow
            || JavaFraction.Of(mantissa, highestBit, precision, high).MayOverflow;
    }
}
