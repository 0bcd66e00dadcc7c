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
        byte[] => "[B@0",
        ReadOnlyMemory<byte> bytes => $"java.nio.HeapByteBuffer[pos=0 lim={bytes.Length} cap={bytes.Length}]",
        IReadOnlyList<object?> list => OfList(list),
        ConnectMap map => OfMap(map),
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
}
