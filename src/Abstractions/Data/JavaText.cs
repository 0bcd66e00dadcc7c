using System.Globalization;
using System.Text;

namespace OrleansConnect.Abstractions.Data;

/// <summary>The text of a value as Java's <c>toString</c> writes it, which is what the string converter and the file sink put out.</summary>
public static class JavaText
{
    private const int TextLengthUsual = 256;
    private const int TextLengthKept = 16 * 1024;

    // One a thread, taken away while it is in use: the file sink writes the text of every record.
    private static readonly ThreadLocal<StringBuilder?> Builder = new();

    /// <summary>For example <c>true</c>, <c>1.0E10</c>, <c>[1, 2]</c>, <c>{a=1}</c>.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => OfDouble(number),
        float number => OfFloat(number),
        IFormattable number and (sbyte or short or int or long) => number.ToString(null, CultureInfo.InvariantCulture),
        byte[] => "[B@0",
        ReadOnlyMemory<byte> bytes => $"java.nio.HeapByteBuffer[pos=0 lim={bytes.Length} cap={bytes.Length}]",
        Struct or ConnectMap or IReadOnlyList<object?> => OfContainer(value),
        UtcInstant instant => JavaDates.ToText(instant),
        _ => value.ToString() ?? "",
    };

    /// <summary>A double as Java 17 writes it: always with a point, and with an exponent below 1e-3 and from 1e7 on.</summary>
    public static string OfDouble(double value)
    {
        Span<byte> text = stackalloc byte[JavaNumbers.LengthMax];
        return Encoding.Latin1.GetString(text[..JavaNumbers.Format(value, text)]);
    }

    /// <summary>A float as Java 17 writes it.</summary>
    public static string OfFloat(float value)
    {
        Span<byte> text = stackalloc byte[JavaNumbers.LengthMax];
        return Encoding.Latin1.GetString(text[..JavaNumbers.Format(value, text)]);
    }

    /// <summary>Appends the text of a value, without making a string of its own where it is a number or holds other values.</summary>
    internal static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case string known:
                text.Append(known);
                break;
            case double or float:
                AppendNumber(text, value);
                break;
            case long or int or short or sbyte:
                text.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
            case Struct or ConnectMap or IReadOnlyList<object?>:
                AppendContainer(text, value);
                break;
            default:
                text.Append(Of(value));
                break;
        }
    }

    private static string OfContainer(object value)
    {
        var text = Builder.Value ?? new StringBuilder(TextLengthUsual);
        Builder.Value = null;
        AppendContainer(text, value);
        var result = text.ToString();
        if (text.Capacity <= TextLengthKept)
        {
            Builder.Value = text.Clear();
        }

        return result;
    }

    private static void AppendContainer(StringBuilder text, object container)
    {
        switch (container)
        {
            case Struct fields:
                fields.AppendTo(text);
                break;
            case ConnectMap map:
                AppendMap(text, map);
                break;
            default:
                AppendList(text, (IReadOnlyList<object?>)container);
                break;
        }
    }

    private static void AppendNumber(StringBuilder text, object number)
    {
        Span<byte> digits = stackalloc byte[JavaNumbers.LengthMax];
        var count = number is double value ? JavaNumbers.Format(value, digits) : JavaNumbers.Format((float)number, digits);
        Span<char> characters = stackalloc char[JavaNumbers.LengthMax];
        text.Append(characters[..Encoding.Latin1.GetChars(digits[..count], characters)]);
    }

    private static void AppendList(StringBuilder text, IReadOnlyList<object?> list)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            Append(i == 0 ? text : text.Append(", "), list[i]);
        }

        text.Append(']');
    }

    private static void AppendMap(StringBuilder text, ConnectMap map)
    {
        text.Append('{');
        for (var i = 0; i < map.Count; i++)
        {
            var (key, value) = map.At(i);
            Append(i == 0 ? text : text.Append(", "), key);
            Append(text.Append('='), value);
        }

        text.Append('}');
    }
}
