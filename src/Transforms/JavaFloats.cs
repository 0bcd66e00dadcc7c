using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansConnect.Transforms;

/// <summary>Floating-point numbers as Java reads them: with blanks around, a suffix for the type, and in base 16.</summary>
internal static partial class JavaFloats
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static double? ParseDouble(string text)
    {
        var number = Number().Match(text.Trim(RenameMappings.Blanks));
        return !number.Success ? null
            : number.Groups["hex"].Success ? ParseHex(number)
            : double.Parse(number.Groups["decimal"].ValueSpan, Style, CultureInfo.InvariantCulture);
    }

    public static float? ParseSingle(string text)
    {
        var number = Number().Match(text.Trim(RenameMappings.Blanks));
        return !number.Success ? null
            : number.Groups["hex"].Success ? (float)ParseHex(number)
            : float.Parse(number.Groups["decimal"].ValueSpan, Style, CultureInfo.InvariantCulture);
    }

    private static double ParseHex(Match number)
    {
        var digits = number.Groups["whole"].Value + number.Groups["fraction"].Value;
        var mantissa = 0d;
        foreach (var digit in digits.TrimStart('0'))
        {
            mantissa = (mantissa * 16) + Convert.ToInt32(digit.ToString(), 16);
        }

        var isSmall = int.TryParse(number.Groups["exponent"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent);
        exponent = isSmall ? exponent : number.Groups["exponent"].Value[0] == '-' ? int.MinValue / 2 : int.MaxValue / 2;
        var magnitude = Math.ScaleB(mantissa, exponent - (4 * number.Groups["fraction"].Length));
        return number.Groups["sign"].Value == "-" ? -magnitude : magnitude;
    }

    [GeneratedRegex(
        @"^(?<decimal>[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?)[dDfF]?\z|^(?<decimal>[+-]?(NaN|Infinity))\z"
        + @"|^(?<sign>[+-]?)(?<hex>0[xX])(?=\.?[0-9a-fA-F])(?<whole>[0-9a-fA-F]*)(\.(?<fraction>[0-9a-fA-F]*))?[pP](?<exponent>[+-]?[0-9]+)[dDfF]?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
