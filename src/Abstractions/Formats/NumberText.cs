using System.Globalization;
using System.Numerics;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Guesses the type of a number: the smallest whole one, else a float, a double or a decimal, whichever can hold its size.</summary>
internal static class NumberText
{
    private const int DigitsOfLong = 18;

    public static SchemaAndValue? Parse(ReadOnlySpan<char> token)
    {
        var digits = token[0] is '+' or '-' ? token[1..] : token;
        if (digits.Length is > 0 and <= DigitsOfLong && !digits.ContainsAnyExceptInRange('0', '9'))
        {
            var number = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
            return OfLong(token[0] == '-' ? -number : number);
        }

        if (!BigDecimal.TryParse(token, out var exact))
        {
            return null;
        }

        return WholeOf(exact) is { } whole ? OfLong(whole) : OfLarge(exact);
    }

    private static SchemaAndValue OfLong(long number) => number switch
    {
        >= sbyte.MinValue and <= sbyte.MaxValue => new(Schema.Int8, (sbyte)number),
        >= short.MinValue and <= short.MaxValue => new(Schema.Int16, (short)number),
        >= int.MinValue and <= int.MaxValue => new(Schema.Int32, (int)number),
        _ => new(Schema.Int64, number),
    };

    private static SchemaAndValue OfLarge(BigDecimal exact)
    {
        if (exact.Scale != 0)
        {
            var text = exact.ToString();
            var single = float.Parse(text, CultureInfo.InvariantCulture);
            if (float.IsFinite(single))
            {
                return new(Schema.Float32, single);
            }

            var number = double.Parse(text, CultureInfo.InvariantCulture);
            if (double.IsFinite(number))
            {
                return new(Schema.Float64, number);
            }
        }

        return new(DecimalSchema.Of(exact.Scale), exact);
    }

    private static long? WholeOf(BigDecimal exact)
    {
        if (exact.Unscaled.IsZero)
        {
            return 0;
        }

        // Its size first: there may be a million zeros to come.
        var exponent = BigInteger.Abs(exact.Unscaled).ToString(CultureInfo.InvariantCulture).Length - 1L - exact.Scale;
        if (exponent is < 0 or > DigitsOfLong)
        {
            return null;
        }

        var whole = exact.Truncate();
        var isWhole = exact.Scale <= 0 || whole * BigInteger.Pow(10, exact.Scale) == exact.Unscaled;
        return isWhole && whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : null;
    }
}
