using System.Numerics;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Converters.Json;

/// <summary>Reads values of logical types.</summary>
internal static class JsonLogicalReader
{
    private const string InvalidDecimal = "Invalid bytes for Decimal field";

    public static object Read(SchemaPlan plan, in JsonToken token, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> json) => plan.Logical switch
    {
        LogicalType.Decimal => ReadDecimal(plan.Schema, token, bytes, json),
        LogicalType.Date => DateSchema.FromDays(ReadInt32(token, bytes, "Date")),
        LogicalType.Time => TimeSchema.FromMilliseconds(ReadInt32(token, bytes, "Time")),
        _ => token.Kind == JsonKind.Integer
            ? new UtcInstant(JsonNumber.ToInt64(bytes))
            : throw Invalid("Timestamp", "integral", token),
    };

    private static BigDecimal ReadDecimal(Schema schema, in JsonToken token, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> json)
    {
        if (token.IsNumber)
        {
            return JsonNumber.ToDecimal(bytes);
        }

        if (token.Kind != JsonKind.String)
        {
            throw Invalid("Decimal", "numeric or bytes", token);
        }

        var unscaled = JsonBase64.Decode(json, token, InvalidDecimal);
        try
        {
            return unscaled.Length > 0
                ? new(new BigInteger(unscaled, isUnsigned: false, isBigEndian: true), DecimalSchema.ScaleOf(schema))
                : throw new DataException("A number needs at least one byte.");
        }
        catch (DataException cause)
        {
            throw new DataException(InvalidDecimal, cause);
        }
    }

    private static int ReadInt32(in JsonToken token, ReadOnlySpan<byte> bytes, string type) =>
        token.Kind == JsonKind.Integer && JsonNumber.IsInt32(bytes)
            ? (int)JsonNumber.ToInt64(bytes)
            : throw Invalid(type, "integer", token);

    private static DataException Invalid(string type, string expected, in JsonToken token) =>
        new($"Invalid type for {type}, underlying representation should be {expected} but was {token.TypeName}");
}
