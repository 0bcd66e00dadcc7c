using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Tests.Conformance.Java;

/// <summary>Schemas and values as text that the Java side reads and writes too; <c>Notation.java</c> describes it.</summary>
public static class Notation
{
    /// <summary>A value; with its maps in order or, to be compared, sorted.</summary>
    public static string Of(object? value, bool sorted = false)
    {
        var text = new StringBuilder();
        Append(text, value, sorted);
        return text.ToString();
    }

    /// <summary>A schema.</summary>
    public static string Of(Schema? schema, bool sorted = false)
    {
        var text = new StringBuilder();
        Append(text, schema, sorted);
        return text.ToString();
    }

    /// <summary>A text.</summary>
    public static string OfText(string? text) => text is null
        ? "_"
        : $"S{Convert.ToHexStringLower(text.SelectMany(unit => BigEndian(unit)).ToArray())};";

    /// <summary>The text that a notation is of.</summary>
    public static string? TextOf(string notation) => notation == "_"
        ? null
        : string.Concat(Convert.FromHexString(notation[1..^1]).Chunk(2).Select(pair => (char)((pair[0] << 8) | pair[1])));

    /// <summary>The fields of a struct, also to put in what it would refuse.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_values")]
    public static extern ref object?[] FieldsOf(Struct value);

    private static void Append(StringBuilder text, object? value, bool sorted)
    {
        switch (value)
        {
            case ConnectMap map:
                var entries = map.Select(entry => Of(entry.Key, sorted) + Of(entry.Value, sorted));
                text.Append('{').AppendJoin("", sorted ? entries.Order(StringComparer.Ordinal) : entries).Append('}');
                break;
            case Struct record:
                Append(text.Append('X'), record.Schema, sorted);
                text.AppendJoin("", FieldsOf(record).Select(field => Of(field, sorted)));
                break;
            case byte[] bytes:
                text.Append('B').Append(Convert.ToHexStringLower(bytes)).Append(';');
                break;
            case ReadOnlyMemory<byte> bytes:
                text.Append('R').Append(Convert.ToHexStringLower(bytes.Span)).Append(';');
                break;
            case IReadOnlyList<object?> list:
                text.Append('[').AppendJoin("", list.Select(element => Of(element, sorted))).Append(']');
                break;
            default:
                text.Append(Scalar(value, isSent: !sorted));
                break;
        }
    }

    // What is sent keeps the bits that say what kind of no number it is; answers do not tell.
    private static string Scalar(object? value, bool isSent) => value switch
    {
        null => "_",
        true => "T",
        false => "F",
        string text => OfText(text),
        sbyte number => Write($"b{number};"),
        short number => Write($"s{number};"),
        int number => Write($"i{number};"),
        long number => Write($"l{number};"),
        float number => Write($"f{(float.IsNaN(number) && !isSent ? 0x7FC0_0000 : BitConverter.SingleToUInt32Bits(number)):x};"),
        double number => Write($"d{(double.IsNaN(number) && !isSent ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToUInt64Bits(number)):x};"),
        UtcInstant instant => Write($"U{instant.EpochMs};"),
        BigDecimal number => Write($"D{number.Unscaled},{number.Scale};"),
        _ => $"?{value.GetType()};",
    };

    private static void Append(StringBuilder text, Schema? schema, bool sorted)
    {
        if (schema is null)
        {
            text.Append('_');
            return;
        }

        text.Append(schema.Type.UpperName()).Append(';');
        if (schema.Type == SchemaType.Map)
        {
            Append(text.Append('k'), schema.KeySchema, sorted);
        }

        if (schema.Type is SchemaType.Map or SchemaType.Array)
        {
            Append(text.Append('e'), schema.ElementSchema, sorted);
        }

        foreach (var field in schema.FieldSpan)
        {
            Append(text.Append('a').Append(OfText(field.Name)), field.Schema, sorted);
        }

        AppendAttributes(text.Append(schema.IsOptional ? "o" : ""), schema, sorted);
    }

    private static void AppendAttributes(StringBuilder text, Schema schema, bool sorted)
    {
        AppendAttribute(text, 'n', schema.Name, sorted);
        AppendAttribute(text, 'v', schema.Version, sorted);
        AppendAttribute(text, 'c', schema.Doc, sorted);
        if (schema.Parameters is { } parameters)
        {
            var map = new ConnectMap();
            foreach (var (key, value) in parameters)
            {
                map[key] = value;
            }

            AppendAttribute(text, 'p', map, sorted);
        }

        AppendAttribute(text, 'q', schema.DefaultValue, sorted);
        text.Append('.');
    }

    private static void AppendAttribute(StringBuilder text, char kind, object? value, bool sorted)
    {
        if (value is not null)
        {
            Append(text.Append(kind), value, sorted);
        }
    }

    private static byte[] BigEndian(char unit) => [(byte)(unit >> 8), (byte)unit];

    private static string Write(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
