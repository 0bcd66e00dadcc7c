using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Transforms;

/// <summary>Values in another type.</summary>
internal static class CastValue
{
    private const string Sources = "[INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES]";

    public static object? To(SchemaType type, Schema? schema, object? value)
    {
        if (value is null)
        {
            return null;
        }

        var source = schema?.Type ?? SchemaTypeNames.OfValue(value)
            ?? throw new DataException($"Cast transformation was passed a value of type class {JavaNames.Of(value)} which is not supported by Connect's data API");
        if (source > SchemaType.Bytes)
        {
            throw new DataException($"Cast transformation does not support casting from {source.UpperName()}; supported types are {Sources}");
        }

        return type == SchemaType.String ? ToText(value) : ToNumber(type, schema?.Name is null ? value : Encoded(schema, value));
    }

    private static string ToText(object value) => value is byte[] or ReadOnlyMemory<byte> or UtcInstant ? ValueText.Of(value) : JavaText.Of(value);

    // The number that stands for a date or time.
    private static object Encoded(Schema schema, object value) => (schema.Name, value) switch
    {
        (LogicalTypes.Date, UtcInstant instant) => DateSchema.ToDays(instant),
        (LogicalTypes.Time, UtcInstant instant) => TimeSchema.ToMilliseconds(instant),
        (LogicalTypes.Timestamp, UtcInstant instant) => instant.EpochMs,
        (LogicalTypes.Date or LogicalTypes.Time or LogicalTypes.Timestamp, _) => throw Unexpected(value),
        _ => value,
    };

    private static object ToNumber(SchemaType type, object value) => type switch
    {
        SchemaType.Int8 => (sbyte)(Whole(value) ?? Parsed(value, sbyte.MinValue, sbyte.MaxValue)),
        SchemaType.Int16 => (short)(Whole(value) ?? Parsed(value, short.MinValue, short.MaxValue)),
        SchemaType.Int32 => (int)(Whole(value) ?? Parsed(value, int.MinValue, int.MaxValue)),
        SchemaType.Int64 => Flag(value) ?? JavaCasts.ToLong(value) ?? Parsed(value, long.MinValue, long.MaxValue),
        SchemaType.Float32 => ToSingle(value),
        SchemaType.Float64 => ToDouble(value),
        _ => ToBoolean(value),
    };

    private static float ToSingle(object value) => Flag(value) ?? JavaCasts.ToFloat(value)
        ?? (value is string text ? JavaFloats.ParseSingle(text) ?? throw OutOfRange(text) : throw Unexpected(value));

    private static double ToDouble(object value) => Flag(value) ?? JavaCasts.ToDouble(value)
        ?? (value is string text ? JavaFloats.ParseDouble(text) ?? throw OutOfRange(text) : throw Unexpected(value));

    private static bool ToBoolean(object value) => value switch
    {
        bool flag => flag,
        string text => text.Equals("true", StringComparison.OrdinalIgnoreCase),
        _ => JavaCasts.ToLong(value) is { } number ? number != 0 : throw Unexpected(value),
    };

    // A number of 32 bits at most loses its upper bits in two steps: floating-point numbers stop at the limits of 32 bits first.
    private static long? Whole(object value) => Flag(value) ?? JavaCasts.ToInt(value);

    private static long? Flag(object value) => value is bool flag ? flag ? 1 : 0 : null;

    private static long Parsed(object value, long min, long max) => value is string text
        ? JavaCasts.ParseLong(text, min, max) ?? throw OutOfRange(text)
        : throw Unexpected(value);

    private static DataException OutOfRange(string text) => new($"Value ({text}) was out of range for requested data type");

    private static DataException Unexpected(object value) => new($"Unexpected type in Cast transformation: class {JavaNames.Of(value)}");
}
