using System.Globalization;
using System.Text;

namespace OrleansConnect.Abstractions.Data;

/// <summary>The text of a value as Java's <c>toString</c> writes it, which is what the string converter and the file sink put out.</summary>
public static class JavaText
{
    /// <summary>For example <c>true</c>, <c>1.0E10</c>, <c>[1, 2]</c>, <c>{a=1}</c>.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => OfDouble(number),
        float number => OfFloat(number),
        IFormattable number and (sbyte or short or int or long) => number.ToString(null, CultureInfo.InvariantCulture),
        IReadOnlyList<object?> list => OfList(list),
        ConnectMap map => OfMap(map),
        UtcInstant instant => OfInstant(instant),
        byte[] => "[B@0",
        ReadOnlyMemory<byte> bytes => $"java.nio.HeapByteBuffer[pos=0 lim={bytes.Length} cap={bytes.Length}]",
        _ => value.ToString() ?? "",
    };

    /// <summary>A double as Java writes it: shortest digits, always with a point, an exponent below 1e-3 and from 1e7 on.</summary>
    public static string OfDouble(double value) => OfNumber(value, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>A float as Java writes it.</summary>
    public static string OfFloat(float value) => OfNumber(value, value.ToString("R", CultureInfo.InvariantCulture));

    // `shortest` has the fewest digits that read back as the same number, in whatever notation .NET chose.
    private static string OfNumber(double value, string shortest)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0.0" : "0.0";
        }

        var sign = value < 0 ? "-" : "";
        var (digits, exponent) = DigitsOf(shortest);
        var magnitude = Math.Abs(value);
        if (magnitude is >= 1e-3 and < 1e7)
        {
            return sign + Plain(digits, exponent);
        }

        var fraction = digits.Length > 1 ? digits[1..] : "0";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}.{fraction}E{exponent}");
    }

    // The significant digits and the exponent of the first: 0.00123 gives ("123", -3).
    private static (string Digits, int Exponent) DigitsOf(string shortest)
    {
        var text = shortest.TrimStart('-');
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? mantissa.Length : point;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = all.Length - all.TrimStart('0').Length;
        var digits = all.Trim('0');
        return (digits.Length == 0 ? "0" : digits, exponent + whole - 1 - leading);
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        var whole = exponent + 1;
        return digits.Length <= whole
            ? digits.PadRight(whole, '0') + ".0"
            : string.Concat(digits.AsSpan(0, whole), ".", digits.AsSpan(whole));
    }

    private static string OfList(IReadOnlyList<object?> list)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < list.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ").Append(Of(list[i]));
        }

        return text.Append(']').ToString();
    }

    private static string OfMap(ConnectMap map)
    {
        var text = new StringBuilder("{");
        for (var i = 0; i < map.Count; i++)
        {
            var (key, value) = map.At(i);
            text.Append(i == 0 ? "" : ", ").Append(Of(key)).Append('=').Append(Of(value));
        }

        return text.Append('}').ToString();
    }

    private static string OfInstant(UtcInstant instant) => instant.FitsDateTimeOffset
        ? instant.ToDateTimeOffset().ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture)
        : instant.ToString();
}
