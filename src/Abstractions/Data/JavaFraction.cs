using System.Numerics;

namespace OrleansConnect.Abstractions.Data;

/// <summary>A number divided by the power of ten of its first digit, and half its distance to the next number, over one denominator.</summary>
/// <param name="Number">The numerator.</param>
/// <param name="HalfStep">The numerator of half the distance.</param>
/// <param name="Unit">The denominator.</param>
/// <param name="Exponent">The power of ten.</param>
/// <param name="WordBits">How wide the integers are in which Java computes: 32, 64, or 0 for any width.</param>
internal readonly record struct JavaFraction(BigInteger Number, BigInteger HalfStep, BigInteger Unit, int Exponent, int WordBits)
{
    /// <summary>Whether twice what is left may overflow Java's integers, which turns a last digit that should be rounded up into one that is not.</summary>
    public bool MayOverflow => WordBits > 0 && (Unit * 20).GetBitLength() >= WordBits;

    /// <summary>From a mantissa without zeros at its end, the place of its highest bit, and how many bits such a number can have.</summary>
    public static JavaFraction Of(ulong mantissa, int highestBit, int precision, int exponent)
    {
        var bits = 64 - BitOperations.LeadingZeroCount(mantissa);
        var bitsBehindPoint = Math.Max(0, bits - highestBit - 1);
        var numberFives = Math.Max(0, -exponent);
        var unitFives = Math.Max(0, exponent);
        var halfStepTwos = numberFives + bitsBehindPoint + highestBit - precision;
        var numberTwos = numberFives + bitsBehindPoint + highestBit - bits + 1;
        var unitTwos = unitFives + bitsBehindPoint;
        var common = Math.Min(numberTwos, unitTwos);
        halfStepTwos -= common + (bits == 1 ? 1 : 0);
        common += Math.Min(halfStepTwos, 0);
        halfStepTwos = Math.Max(halfStepTwos, 0);
        var fives = BigInteger.Pow(5, numberFives);
        return new(
            (fives * mantissa) << (numberTwos - common),
            fives << halfStepTwos,
            BigInteger.Pow(5, unitFives) << (unitTwos - common),
            exponent,
            WordBitsFor(
                bits + numberTwos - common + BitsOfFive(numberFives),
                unitTwos - common + 1 + BitsOfFive(unitFives + 1)));
    }

    /// <summary>Writes the digits; gives their number and the exponent of the first.</summary>
    public (int Count, int Exponent) Generate(Span<byte> digits)
    {
        var exponent = Exponent;
        var count = 0;
        var (rest, halfStep) = (Number, HalfStep);
        bool low, high;
        while (true)
        {
            var digit = (int)BigInteger.DivRem(rest, Unit, out rest);
            (low, high) = Stops(rest, halfStep);
            if (count == 0 && digit == 0 && !high)
            {
                exponent--;
            }
            else
            {
                digits[count++] = (byte)('0' + digit);
            }

            var isFirst = halfStep == HalfStep;
            if ((low || high) && !(isFirst && exponent is < -3 or >= 8))
            {
                break;
            }

            rest *= 10;
            halfStep *= 10;
        }

        if (high && (!low || RoundsUp(rest, digits[count - 1])))
        {
            exponent += Increment(digits[..count]);
        }

        return (count, exponent);
    }

    // Whether the digits so far, or they rounded up, are nearer than half the distance.
    private (bool Low, bool High) Stops(BigInteger rest, BigInteger halfStep) => InWord(10 * halfStep).Sign > 0
        ? (rest < halfStep, InWord(10 * (rest + halfStep)) > 10 * Unit)
        : (true, true);

    private bool RoundsUp(BigInteger rest, byte lastDigit)
    {
        var difference = InWord(10 * ((rest * 2) - Unit));
        return difference.Sign > 0 || (difference.IsZero && lastDigit % 2 != 0);
    }

    // What becomes of a result in Java's integers, which may overflow.
    private BigInteger InWord(BigInteger value) => WordBits switch
    {
        32 => unchecked((int)(uint)(value & uint.MaxValue)),
        64 => unchecked((long)(ulong)(value & ulong.MaxValue)),
        _ => value,
    };

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

    private static int WordBitsFor(int numberBits, int tenUnitBits) =>
        numberBits < 32 && tenUnitBits < 32 ? 32 : numberBits < 64 && tenUnitBits < 64 ? 64 : 0;

    // What Java takes for the number of bits of a power of five.
    private static int BitsOfFive(int power) => power == 0 ? 0 : power < 27 ? (int)BigInteger.Pow(5, power).GetBitLength() : power * 3;
}
