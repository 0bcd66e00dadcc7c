using System.Globalization;
using System.Numerics;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Abstractions.Data;

/// <summary>Decimal numbers with a fixed scale: bytes that hold the unscaled value, big-endian in two's complement.</summary>
public static class DecimalSchema
{
    /// <summary>The schema parameter that holds the scale.</summary>
    public const string ScaleParameter = "scale";

    /// <summary>Starts a schema of that scale, the number of digits behind the point.</summary>
    public static SchemaBuilder Builder(int scale) => SchemaBuilder.Bytes()
        .Name(LogicalTypes.Decimal)
        .Parameter(ScaleParameter, scale.ToString(CultureInfo.InvariantCulture))
        .Version(1);

    /// <summary>A required decimal of that scale.</summary>
    public static Schema Of(int scale) => Builder(scale).Build();

    /// <summary>The bytes of a value, whose scale must be the schema's.</summary>
    public static byte[] ToBytes(Schema schema, BigDecimal value)
    {
        var scale = ScaleOf(schema);
        return value.Scale == scale
            ? value.Unscaled.ToByteArray(isUnsigned: false, isBigEndian: true)
            : throw new DataException("Decimal value has mismatching scale for given Decimal schema. "
                + $"Schema has scale {scale}, value has scale {value.Scale}.");
    }

    /// <summary>The value that bytes hold.</summary>
    public static BigDecimal FromBytes(Schema schema, ReadOnlySpan<byte> bytes) =>
        new(new BigInteger(bytes, isUnsigned: false, isBigEndian: true), ScaleOf(schema));

    /// <summary>The scale that a decimal schema names.</summary>
    public static int ScaleOf(Schema schema)
    {
        var text = schema.Parameters?.GetValueOrDefault(ScaleParameter)
            ?? throw new DataException("Invalid Decimal schema: scale parameter not found.");
        return WholeNumber.Parse<int>(text) ?? throw new DataException("Invalid scale parameter found in Decimal schema: ");
    }
}
