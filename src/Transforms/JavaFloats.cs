using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace OrleansConnect.Transforms;

/// <summary>Floating-point numbers as Java reads them: with blanks around, a suffix for the type, and in base 16.</summary>
internal static partial class JavaFloats
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private const int DoubleBits = 53;
    private const int DoubleExponentMin = -1074;
    private const int SingleBits = 24;
    private const int SingleExponentMin = -149;
    private const int ExponentMax = 100_000;

    public static double? ParseDouble(string text)
    {
        var number = Number().Match(text.Trim(RenameMappings.Blanks));
        return !number.Success ? null
            : number.Groups["hex"].Success ? ParseHex(number, DoubleBits, DoubleExponentMin)
            : double.Parse(number.Groups["decimal"].ValueSpan, Style, CultureInfo.InvariantCulture);
    }

    public static float? ParseSingle(string text)
    {
        var number = Number().Match(text.Trim(RenameMappings.Blanks));
        return !number.Success ? null
            : number.Groups["hex"].Success ? (float)ParseHex(number, SingleBits, SingleExponentMin)
            : float.Parse(number.Groups["decimal"].ValueSpan, Style, CultureInfo.InvariantCulture);
    }

    // Rounded once, to as many bits as the type has: a float that had been a double before would be rounded twice.
    private static double ParseHex(Match number, int bitsMax, int exponentMin)
    {
        var fraction = number.Groups["fraction"].Value;
        var mantissa = BigInteger.Parse($"0{number.Groups["whole"].Value}{fraction}", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var isSmall = int.TryParse(number.Groups["exponent"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent);
        exponent = isSmall ? exponent : number.Groups["exponent"].Value[0] == '-' ? int.MinValue : int.MaxValue;
        var magnitude = Round(mantissa, exponent - (4L * fraction.Length), bitsMax, exponentMin);
        return number.Groups["sign"].Value == "-" ? -magnitude : magnitude;
    }

    private static double Round(BigInteger mantissa, long exponent, int bitsMax, int exponentMin)
    {
        var bits = mantissa.GetBitLength();
        var lowest = Math.Max(exponent + bits - bitsMax, exponentMin);
        var dropped = lowest - exponent;
        if (mantissa.IsZero || dropped > bits + 1)
        {
            return 0;
        }

        if (dropped <= 0)
        {
            return Math.ScaleB((double)mantissa, (int)Math.Clamp(exponent, -ExponentMax, ExponentMax));
        }

        var kept = mantissa >> (int)dropped;
        var rest = mantissa - (kept << (int)dropped);
        var isAboveHalf = rest.CompareTo(BigInteger.One << (int)(dropped - 1));
        kept += isAboveHalf > 0 || (isAboveHalf == 0 && !kept.IsEven) ? 1 : 0;
        return Math.ScaleB((double)kept, (int)Math.Clamp(lowest, -ExponentMax, ExponentMax));
    }

    [GeneratedRegex(
        @"^(?<decimal>[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?)[dDfF]?\z|^(?<decimal>[+-]?(NaN|Infinity))\z"
        + @"|^(?<sign>[+-]?)(?<hex>0[xX])(?=\.?[0-9a-fA-F])(?<whole>[0-9a-fA-F]*)(\.(?<fraction>[0-9a-fA-F]*))?[pP](?<exponent>[+-]?[0-9]+)[dDfF]?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
