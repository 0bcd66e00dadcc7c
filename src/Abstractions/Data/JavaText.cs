using System.Globalization;
using System.Text;

namespace OrleansConnect.Abstractions.Data;

/// <summary>The text of a value as Java's <c>toString</c> writes it, which is what the string converter and the file sink put out.</summary>
public static class JavaText
{
    private const int LengthKept = 16 * 1024;

    // One a thread, taken away while it is in use: the file sink writes the text of every record.
    private static readonly ThreadLocal<TextBuffer?> Buffer = new();

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
        Struct or ConnectMap or IReadOnlyList<object?> => new string(Render(value)),
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

    /// <summary>The same text in a buffer of this thread's, to be used before the next call on it.</summary>
    public static ReadOnlySpan<char> Render(object? value)
    {
        if (value is string known)
        {
            return known;
        }

        var text = Buffer.Value?.Clear() ?? new TextBuffer();
        Buffer.Value = null;
        Append(text, value);
        if (text.Capacity <= LengthKept)
        {
            Buffer.Value = text;
        }

        return text.Written;
    }

    /// <summary>Appends the text of a value, without making a string of its own where it is a number or holds other values.</summary>
    internal static void Append(TextBuffer text, object? value)
    {
        switch (value)
        {
            case string known:
                text.Append(known);
                break;
            case long number:
                text.Append(number);
                break;
            case int number:
                text.Append((long)number);
                break;
            case double number:
                text.Append(number);
                break;
            case float number:
                text.Append(number);
                break;
            case Struct or ConnectMap or IReadOnlyList<object?>:
                AppendContainer(text, value);
                break;
            default:
                text.Append(Of(value));
                break;
        }
    }

    private static void AppendContainer(TextBuffer text, object container)
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

    private static void AppendList(TextBuffer text, IReadOnlyList<object?> list)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            Append(i == 0 ? text : text.Append(", "), list[i]);
        }

        text.Append(']');
    }

    private static void AppendMap(TextBuffer text, ConnectMap map)
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
