using System.Numerics;

namespace OrleansConnect.Abstractions.Data;

/// <summary>
/// The digits that Java up to 18 writes of a floating-point number: one after the other until what is left is less than half the distance to
/// the next number, that distance being taken too small at powers of two, and at least two where an exponent follows.
/// </summary>
internal static class JavaDigits
{
    private const double Log10Of2 = 0.30102999566398120;

    /// <summary>Writes the digits; gives their number and the exponent of the first.</summary>
    public static (int Count, int Exponent) Of(double value, bool isSingle, Span<byte> digits)
    {
        var (mantissa, shift) = Split(Math.Abs(value));

        // The mantissa without zeros at its end, and with it the place of the highest bit.
        var zeros = BitOperations.TrailingZeroCount(mantissa);
        (mantissa, shift) = (mantissa >> zeros, shift + zeros);
        var bits = 64 - BitOperations.LeadingZeroCount(mantissa);
        var highestBit = shift + bits - 1;
        var precision = PrecisionAt(highestBit, isSingle);
        if (shift >= 0 && highestBit <= 62)
        {
            return OfInteger(mantissa << shift, highestBit - precision - 1, digits);
        }

        var number = new Scaled(mantissa, shift, halfStep: highestBit - precision - (bits == 1 ? 1 : 0));
        return number.Generate(digits, (int)Math.Floor(Math.Log10(Math.Abs(value))));
    }

    private static (ulong Mantissa, int Shift) Split(double magnitude)
    {
        var bits = BitConverter.DoubleToUInt64Bits(magnitude);
        var exponent = (int)(bits >> 52);
        var fraction = bits & 0xF_FFFF_FFFF_FFFF;
        return exponent == 0 ? (fraction, -1074) : (fraction | (1UL << 52), exponent - 1075);
    }

    // How many bits a number of that size holds; fewer than usual when it is subnormal.
    private static int PrecisionAt(int highestBit, bool isSingle) => isSingle
        ? Math.Min(24, highestBit + 150)
        : Math.Min(53, highestBit + 1075);

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

    /// <summary>A number and half the distance to its neighbours, as whole numbers over one denominator.</summary>
    private readonly struct Scaled
    {
        private readonly BigInteger _number;
        private readonly BigInteger _halfStep;
        private readonly BigInteger _denominator;

        public Scaled(ulong mantissa, int shift, int halfStep)
        {
            var common = -Math.Min(Math.Min(shift, halfStep), 0);
            _number = new BigInteger(mantissa) << (shift + common);
            _halfStep = BigInteger.One << (halfStep + common);
            _denominator = BigInteger.One << common;
        }

        public (int Count, int Exponent) Generate(Span<byte> digits, int exponent)
        {
            var up = BigInteger.Pow(10, Math.Max(-exponent, 0));
            var rest = _number * up;
            var halfStep = _halfStep * up;
            var unit = _denominator * BigInteger.Pow(10, Math.Max(exponent, 0));
            if (rest < unit)
            {
                return Generate(digits, exponent - 1);
            }

            var count = 0;
            bool low, high;
            do
            {
                digits[count++] = (byte)('0' + (int)BigInteger.DivRem(rest, unit, out rest));
                low = rest < halfStep;
                high = rest + halfStep > unit;
                var needsSecond = count == 1 && exponent is < -3 or >= 8;
                (low, high) = needsSecond ? (false, false) : (low, high);
                if (!low && !high)
                {
                    rest *= 10;
                    halfStep *= 10;
                }
            }
            while (!low && !high);

            if (high && (!low || RoundsUp(rest, unit, digits[count - 1])))
            {
                exponent += Increment(digits[..count]);
            }

            return (count, exponent);
        }

        private static bool RoundsUp(BigInteger rest, BigInteger unit, byte lastDigit)
        {
            var comparison = (rest * 2).CompareTo(unit);
            return comparison > 0 || (comparison == 0 && lastDigit % 2 != 0);
        }

        // Adds one to the last digit; 1 when all were nines, so that the exponent grows.
        private static int Increment(Span<byte> digits)
        {
            for (var i = digits.Length - 1; i >= 0; i--)
            {
                if (digits[i] != '9')
                {
                    digits[i]++;
                    return 0;
                }

                digits[i] = (byte)'0';
            }

            digits[0] = (byte)'1';
            return 1;
        }
    }
}
