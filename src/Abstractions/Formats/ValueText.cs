using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>Values as readable text without a schema, the form of headers, and back: the types are guessed from the text.</summary>
public static class ValueText
{
    private static readonly JavaDateFormat Time = new("HH:mm:ss.SSS'Z'");
    private static readonly JavaDateFormat Date = new("yyyy-MM-dd");
    private static readonly JavaDateFormat Timestamp = new("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");

    /// <summary>The text of a value that is not null.</summary>
    public static string Of(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        switch (value)
        {
            case string text:
                return text;
            case byte[] or ReadOnlyMemory<byte>:
                return Convert.ToBase64String(Values.BytesOf(value));
            default:
                var output = new StringBuilder();
                Append(output, value);
                return output.ToString();
        }
    }

    /// <summary>The value that a text stands for: whatever is nothing else is that text itself. The text <c>null</c> is no value at all.</summary>
    /// <exception cref="DataException">Lists and maps are nested too deeply.</exception>
    public static SchemaAndValue Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 || IsPlain(text) ? new(Schema.String, text) : new ValueTextParser(new TextTokens(text)).Parse() ?? SchemaAndValue.Null;
    }

    /// <summary>The time, timestamp or date that a text is, told apart by their lengths.</summary>
    internal static SchemaAndValue? ParseInstant(ReadOnlySpan<char> token)
    {
        var text = token.Contains('\\') ? token.ToString().Replace("\\:", ":", StringComparison.Ordinal) : token;
        var (format, schema) = text.Length switch
        {
            10 => (Date, DateSchema.Instance),
            13 => (Time, TimeSchema.Instance),
            24 => (Timestamp, TimestampSchema.Instance),
            _ => default,
        };
        return format is not null && format.TryParse(text, out var instant) ? new(schema, instant) : null;
    }

    // What most texts are told by: a word that means nothing else.
    private static bool IsPlain(string text) =>
        text[0] > ' ' && text[0] is not ('+' or '-' or '[' or '{') && !char.IsDigit(text[0]) && TextTokens.Trim(text) is not ("null" or "true" or "false");

    private static void Append(StringBuilder output, object? value)
    {
        switch (value)
        {
            case string text:
                AppendQuoted(output, text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal));
                break;
            case byte[] or ReadOnlyMemory<byte>:
                AppendQuoted(output, Convert.ToBase64String(Values.BytesOf(value)));
                break;
            case IReadOnlyList<object?> list:
                AppendList(output, list);
                break;
            case ConnectMap map:
                AppendMap(output, map);
                break;
            case Struct record:
                AppendStruct(output, record);
                break;
            case UtcInstant instant:
                output.Append(FormatOf(instant).Format(instant));
                break;
            case null or bool or sbyte or short or int or long or float or double or BigDecimal or System.Numerics.BigInteger:
                output.Append(JavaText.Of(value));
                break;
            default:
                throw new DataException($"Failed to serialize unexpected value type {JavaNames.Of(value)}: {value}");
        }
    }

    // A time, a date and a timestamp are one type of value: their size tells them apart.
    private static JavaDateFormat FormatOf(UtcInstant instant) =>
        instant.EpochMs < UtcInstant.DayMs ? Time : instant.EpochMs % UtcInstant.DayMs == 0 ? Date : Timestamp;

    private static void AppendQuoted(StringBuilder output, string text) => output.Append('"').Append(text).Append('"');

    private static void AppendList(StringBuilder output, IReadOnlyList<object?> list)
    {
        output.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            Append(i == 0 ? output : output.Append(','), list[i]);
        }

        output.Append(']');
    }

    private static void AppendMap(StringBuilder output, ConnectMap map)
    {
        output.Append('{');
        for (var i = 0; i < map.Count; i++)
        {
            var (key, value) = map.At(i);
            Append(i == 0 ? output : output.Append(','), key);
            Append(output.Append(':'), value);
        }

        output.Append('}');
    }

    private static void AppendStruct(StringBuilder output, Struct record)
    {
        output.Append('{');
        foreach (var field in record.Schema.FieldSpan)
        {
            Append(field.Index == 0 ? output : output.Append(','), field.Name);
            Append(output.Append(':'), record.Get(field));
        }

        output.Append('}');
    }
}
