using System.Globalization;
using System.Numerics;

namespace OrleansConnect.Abstractions.Data;

/// <summary>
/// A decimal number of any precision, <c>Unscaled × 10^-Scale</c>: the value of the logical type <see cref="DecimalSchema"/>.
/// As in Java's class of that name, 1.50 and 1.5 are different values: the scale counts.
/// </summary>
public readonly record struct BigDecimal(BigInteger Unscaled, int Scale)
{
    /// <summary>Its exact value.</summary>
    public static implicit operator BigDecimal(decimal value) => FromDecimal(value);

    /// <summary>Its exact value, with the scale the number has.</summary>
    public static BigDecimal FromDecimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        return new(value < 0 ? -magnitude : magnitude, (bits[3] >> 16) & 0xFF);
    }

    /// <summary>Reads <c>-12.50</c>, <c>1E+3</c> and the like; throws <see cref="FormatException"/> for anything else.</summary>
    public static BigDecimal Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not a decimal number.");

    /// <summary>Reads <c>-12.50</c>, <c>1E+3</c> and the like, in digits of any alphabet as Java does.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out BigDecimal value)
    {
        value = default;
        text = WithAsciiDigits(text);
        var exponent = 0L;
        var mark = text.IndexOfAny('e', 'E');
        if (mark >= 0 && !TryParseExponent(text[(mark + 1)..], out exponent))
        {
            return false;
        }

        var mantissa = mark < 0 ? text : text[..mark];
        var isNegative = mantissa.StartsWith('-');
        mantissa = isNegative || mantissa.StartsWith('+') ? mantissa[1..] : mantissa;
        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? default : mantissa[(point + 1)..];
        var scale = fraction.Length - exponent;
        if (!AreDigits(whole, fraction) || scale is < int.MinValue or > int.MaxValue)
        {
            return false;
        }

        var unscaled = UnscaledOf(whole, fraction);
        value = new(isNegative ? -unscaled : unscaled, (int)scale);
        return true;
    }

    /// <summary>The integer part; what is behind the point is cut off.</summary>
    public BigInteger Truncate() => Scale <= 0 ? Unscaled * BigInteger.Pow(10, -Scale) : Unscaled / BigInteger.Pow(10, Scale);

    /// <summary>The nearest double.</summary>
    public double ToDouble() => double.Parse(ToString(), CultureInfo.InvariantCulture);

    /// <summary>All digits, never an exponent: <c>7000</c> where <see cref="ToString"/> gives <c>7E+3</c>.</summary>
    public string ToPlainString()
    {
        var sign = Unscaled.Sign < 0 ? "-" : "";
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        if (Scale <= 0)
        {
            return Unscaled.IsZero ? "0" : sign + digits + new string('0', -Scale);
        }

        return sign + WithPoint(digits, Scale);
    }

    /// <summary>The canonical form of Java's class: an exponent where the scale is negative or the number very small.</summary>
    public override string ToString()
    {
        var sign = Unscaled.Sign < 0 ? "-" : "";
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture);
        if (Scale == 0)
        {
            return sign + digits;
        }

        var adjusted = -(long)Scale + (digits.Length - 1);
        if (Scale > 0 && adjusted >= -6)
        {
            return sign + WithPoint(digits, Scale);
        }

        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits.AsSpan(1)}";
        return adjusted == 0
            ? sign + mantissa
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{mantissa}E{(adjusted > 0 ? "+" : "")}{adjusted}");
    }

    private static bool AreDigits(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction) =>
        whole.Length + fraction.Length > 0 && !whole.ContainsAnyExceptInRange('0', '9') && !fraction.ContainsAnyExceptInRange('0', '9');

    // As in Java, the digits of every script count.
    private static ReadOnlySpan<char> WithAsciiDigits(ReadOnlySpan<char> text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text;
        }

        var ascii = text.ToArray();
        foreach (ref var unit in ascii.AsSpan())
        {
            unit = CharUnicodeInfo.GetDecimalDigitValue(unit) is >= 0 and var digit && char.IsDigit(unit) ? (char)('0' + digit) : unit;
        }

        return ascii;
    }

    // As in Java, at most ten digits without the zeros at the start, and no more than 32 bits.
    private static bool TryParseExponent(ReadOnlySpan<char> text, out long exponent)
    {
        exponent = 0;
        var digits = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9') || digits.TrimStart('0').Length > 10)
        {
            return false;
        }

        exponent = long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return exponent is >= int.MinValue and <= int.MaxValue;
    }

    private static BigInteger UnscaledOf(ReadOnlySpan<char> whole, ReadOnlySpan<char> fraction)
    {
        const int DigitsOfLong = 18;
        if (whole.Length + fraction.Length > DigitsOfLong)
        {
            return BigInteger.Parse(string.Concat(whole, fraction), NumberStyles.None, CultureInfo.InvariantCulture);
        }

        var unscaled = 0L;
        foreach (var digit in whole)
        {
            unscaled = (unscaled * 10) + (digit - '0');
        }

        foreach (var digit in fraction)
        {
            unscaled = (unscaled * 10) + (digit - '0');
        }

        return unscaled;
    }

    private static string WithPoint(string digits, int scale)
    {
        var padded = digits.PadLeft(scale + 1, '0');
        return string.Concat(padded.AsSpan(0, padded.Length - scale), ".", padded.AsSpan(padded.Length - scale));
    }
}
