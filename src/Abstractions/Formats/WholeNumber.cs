using System.Globalization;
using System.Numerics;
using System.Text;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Whole numbers as Java reads them: digits of any script, but for those of two units, behind one sign at most.</summary>
internal static class WholeNumber
{
    public static T? Parse<T>(string text)
        where T : struct, IBinaryInteger<T> =>
        // .NET would let null characters follow.
        !text.Contains('\0') && T.TryParse(InAscii(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string InAscii(string text) => Ascii.IsValid(text) ? text : string.Create(text.Length, text, (digits, from) =>
    {
        for (var i = 0; i < digits.Length; i++)
        {
            digits[i] = char.IsDigit(from[i]) && CharUnicodeInfo.GetDecimalDigitValue(from[i]) is >= 0 and var digit ? (char)('0' + digit) : from[i];
        }
    });
}
