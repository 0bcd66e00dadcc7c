using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansConnect.Abstractions.Configuration;

/// <summary>Floating-point numbers as Java writes and reads them, which configurations and REST answers show.</summary>
internal static partial class JavaDouble
{
    // The shortest digits that mean the same number, always with a fraction, and with an exponent below 10^-3 and from 10^7.
    public static string Describe(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        if (Math.Abs(number) is 0 or (>= 1e-3 and < 1e7))
        {
            return text.Contains('.') ? text : text + ".0";
        }

        return double.IsFinite(number) ? WithExponent(text) : text;
    }

    public static object? Parse(string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var match = Number().Match(text);
        return match.Success ? double.Parse(match.Groups["number"].ValueSpan, Style, CultureInfo.InvariantCulture) : null;
    }

    private static string WithExponent(string text)
    {
        var sign = text[0] == '-' ? "-" : "";
        var parts = text[sign.Length..].Split('E');
        var point = parts[0].IndexOf('.');
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        var exponent = (point < 0 ? digits.Length : point) - 1 - (digits.Length - significant.Length);
        if (parts.Length > 1)
        {
            exponent += int.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        var fraction = significant[1..].TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{significant[0]}.{(fraction.Length == 0 ? "0" : fraction)}E{exponent}");
    }

    // Java allows a type suffix; .NET's own reading would also take infinity and nan in any case.
    [GeneratedRegex(
        @"^(?<number>[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?)[dDfF]?\z|^(?<number>[+-]?(NaN|Infinity))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
