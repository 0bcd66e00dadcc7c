using System.Globalization;

namespace OrleansConnect.Abstractions.Data;

/// <summary>Floating-point numbers as Java 17 writes them, in ASCII.</summary>
/// <remarks>
/// Java and .NET agree on the shortest digits that read back as the same number, but for a few numbers where Java 17 writes
/// more (JDK-4511638); for these the digits come from <see cref="JavaDigits"/>.
/// </remarks>
public static class JavaNumbers
{
    /// <summary>No number takes more bytes.</summary>
    public const int LengthMax = 32;

    /// <summary>Writes a double and gives the number of bytes.</summary>
    public static int Format(double value, Span<byte> text)
    {
        if (!double.IsFinite(value) || value == 0)
        {
            return FormatSpecial(value, text);
        }

        int length;
        if (Math.Abs(value) < 1e7 && (int)value == value)
        {
            ((int)value).TryFormat(text, out length, default, CultureInfo.InvariantCulture);
            ".0"u8.CopyTo(text[length..]);
            return length + 2;
        }

        value.TryFormat(text, out length, default, CultureInfo.InvariantCulture);
        var isShortest = JavaDigits.AreShortest(value);
        return Math.Abs(value) is >= 1e-3 and < 1e7 && (isShortest || IsShort(text[..length]))
            ? WithPoint(text, length)
            : WithExponent(text, length, isShortest, value, isSingle: false);
    }

    /// <summary>Writes a float and gives the number of bytes.</summary>
    public static int Format(float value, Span<byte> text)
    {
        if (!float.IsFinite(value) || value == 0)
        {
            return FormatSpecial(value, text);
        }

        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        var isShortest = JavaDigits.AreShortest(value);
        return isShortest && Math.Abs(value) is >= 1e-3f and < 1e7f
            ? WithPoint(text, length)
            : WithExponent(text, length, isShortest, value, isSingle: true);
    }

    // A double of a few digits, among them all small powers of two, has no others anywhere near.
    private static bool IsShort(ReadOnlySpan<byte> text) => text.Length < 14;

    private static int FormatSpecial(double value, Span<byte> text)
    {
        var name = double.IsNaN(value) ? "NaN"u8
            : double.IsPositiveInfinity(value) ? "Infinity"u8
            : double.IsNegativeInfinity(value) ? "-Infinity"u8
            : double.IsNegative(value) ? "-0.0"u8 : "0.0"u8;
        name.CopyTo(text);
        return name.Length;
    }

    private static int WithPoint(Span<byte> text, int length)
    {
        if (!text[..length].Contains((byte)'.'))
        {
            text[length++] = (byte)'.';
            text[length++] = (byte)'0';
        }

        return length;
    }

    private static int WithExponent(Span<byte> text, int length, bool isShortest, double value, bool isSingle)
    {
        Span<byte> digits = stackalloc byte[LengthMax];
        var exponent = 0;
        var count = isShortest ? DigitsOf(text[..length], digits, out exponent) : 0;
        if (count < 2)
        {
            (count, exponent) = JavaDigits.Of(value, isSingle, digits);
        }

        return Write(text, value < 0, digits[..count], exponent);
    }

    // The significant digits of what .NET wrote, and the exponent of the first.
    private static int DigitsOf(ReadOnlySpan<byte> number, Span<byte> digits, out int exponent)
    {
        number = number.TrimStart((byte)'-');
        var mark = number.IndexOf((byte)'E');
        exponent = mark < 0 ? 0 : int.Parse(number[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? number : number[..mark];
        var point = mantissa.IndexOf((byte)'.');
        exponent += (point < 0 ? mantissa.Length : point) - 1;
        var count = 0;
        foreach (var digit in mantissa)
        {
            if (digit == '.')
            {
                continue;
            }

            if (count == 0 && digit == '0')
            {
                exponent--;
                continue;
            }

            digits[count++] = digit;
        }

        return digits[..count].TrimEnd((byte)'0').Length;
    }

    private static int Write(Span<byte> text, bool isNegative, ReadOnlySpan<byte> digits, int exponent)
    {
        var length = 0;
        if (isNegative)
        {
            text[length++] = (byte)'-';
        }

        if (exponent is < 0 and >= -3)
        {
            "0.000"u8[..(1 - exponent)].CopyTo(text[length..]);
            length += 1 - exponent;
            digits.CopyTo(text[length..]);
            return length + digits.Length;
        }

        if (exponent is >= 0 and < 7)
        {
            var whole = exponent + 1;
            for (var i = 0; i < Math.Max(whole, digits.Length); i++)
            {
                if (i == whole)
                {
                    text[length++] = (byte)'.';
                }

                text[length++] = i < digits.Length ? digits[i] : (byte)'0';
            }

            return WithPoint(text, length);
        }

        text[length++] = digits[0];
        text[length++] = (byte)'.';
        ReadOnlySpan<byte> fraction = digits.Length > 1 ? digits[1..] : "0"u8;
        fraction.CopyTo(text[length..]);
        length += fraction.Length;
        text[length++] = (byte)'E';
        exponent.TryFormat(text[length..], out var written, default, CultureInfo.InvariantCulture);
        return length + written;
    }
}
