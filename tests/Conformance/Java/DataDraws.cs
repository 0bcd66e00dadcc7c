using System.Numerics;
using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Tests.Conformance.Java;

/// <summary>Random schemas and values for them.</summary>
public static class DataDraws
{
    // What converters and transformations take for a value of another type, or nearly.
    private static readonly string[] Meaningful =
    [
        "12", "-7", "+128", "007", "1.5", "-1e3", ".5", "5.", "1f", "2d", "3L", "0x10", "0x1p3", "0x1.000001000000001p0", "-0X.8P-149f", "0x1.ffffffp127", "0x0.0000000000001p-1023", "0x1.8p99999999999", "0x.p1", "1_000", "1.17549435E-38f", "1.4e-46", "8388608.5", "16777217", "NaN", "-Infinity", "1e400", "1e-400", " 5 ", "5\t", "\u0661\u0662", "\uff15",
        "9223372036854775807", "9223372036854775808", "-2147483649", "true", "TRUE", "fAlse", "yes", "null", "",
        "2019-08-23", "20190823", "2019-08-23T14:34:54.346Z", "Fri, 23 Aug 2019 14:34:54 +0000", "19/8/23", "2019-08-23 14:34 PST", "2020-01-15 02:30 CEST", "1999-12-31 23:59 IST", "2021-07-01 10:00 UTC", "2021-07-01 10:00 GMT+1:30", "5 Jul 2015 Central European Summer Time", "5 Jan 2015 India Standard Time", "MSK 2012 x", "2:34 PM", "14:34:54", "1566570894346", "2019", "235",
        "it's", "a\"b", "$1", "\\", "\ufeff", "\ud83d\ude00", "\ud83d",
    ];

    // Surrogates, codes in more bytes than they take or beyond the last one, and codes that break off.
    private static readonly byte[][] NearlyUtf8 =
    [
        [0xED, 0xA0, 0x80], [0x61, 0xED, 0xBF, 0xBD, 0x72], [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80], [0xED, 0xA0], [0xED, 0xA0, 0x61], [0xE0, 0x80, 0x80], [0xC0, 0x80],
        [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0xE2, 0x82, 0x61], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x61], [0xF8, 0x88, 0x80, 0x80, 0x80], [0x80], [0xEF, 0xBB, 0xBF, 0x61],
    ];

    private static readonly string[] LogicalNames = [LogicalTypes.Decimal, LogicalTypes.Date, LogicalTypes.Time, LogicalTypes.Timestamp];

    /// <summary>Any schema, its logical name possibly on a type that does not suit it.</summary>
    public static Schema Schema(this Draw draw, int depth = 3)
    {
        var type = (SchemaType)draw.Below(depth > 0 ? 12 : 9);
        if (draw.Chance(25))
        {
            return draw.Logical();
        }

        var builder = type switch
        {
            SchemaType.Array => SchemaBuilder.Array(draw.Schema(depth - 1)),
            SchemaType.Map => SchemaBuilder.Map(draw.Chance(60) ? Abstractions.Data.Schema.String : draw.Schema(depth - 1), draw.Schema(depth - 1)),
            _ => SchemaBuilder.Of(type),
        };
        for (var fields = type == SchemaType.Struct ? draw.Below(6) : 0; fields > 0; fields--)
        {
            builder.Field(draw.NewName(builder, fields), draw.Schema(depth - 1));
        }

        return draw.Finish(builder);
    }

    /// <summary>A struct schema with some fields, half of them the same from draw to draw.</summary>
    public static Schema StructSchema(this Draw draw, int depth = 2)
    {
        var builder = SchemaBuilder.Struct();
        for (var fields = 1 + draw.Below(5); fields > 0; fields--)
        {
            builder.Field(draw.NewName(builder, fields), depth > 0 && draw.Chance(20) ? draw.StructSchema(depth - 1) : draw.Schema(1));
        }

        return draw.Finish(builder);
    }

    /// <summary>A value that mostly fits, but not always.</summary>
    public static object? Value(this Draw draw, Schema? schema)
    {
        if (schema is null || draw.Chance(1))
        {
            return draw.Schemaless(3);
        }

        return draw.Chance(schema.IsOptional || schema.DefaultValue is not null ? 20 : 1) ? null : draw.Fitting(schema);
    }

    /// <summary>A value of any type.</summary>
    public static object? Schemaless(this Draw draw, int depth) => draw.Below(depth > 0 ? 15 : 12) switch
    {
        0 => null,
        1 => draw.Chance(50),
        2 => (sbyte)draw.Number(),
        3 => (short)draw.Number(),
        4 => (int)draw.Number(),
        5 => draw.Number(),
        6 => draw.Single(),
        7 => draw.Double(),
        8 => draw.Bytes(),
        9 => draw.Chance(50) ? draw.Decimal(draw.Below(5)) : draw.Instant(),
        10 or 11 => draw.Text(),
        12 => draw.List(null, depth - 1),
        13 => draw.Map(null, depth - 1),
        _ => draw.Fitting(draw.Schema(depth - 1)),
    };

    /// <summary>A text, also with what has to be escaped and what is no character.</summary>
    public static string Text(this Draw draw)
    {
        if (draw.Chance(15))
        {
            return draw.OneOf(Meaningful);
        }

        var length = draw.Chance(3) ? draw.Below(3000) : draw.Below(12);
        var isAscii = draw.Chance(50);
        return string.Create(length, draw, (text, random) =>
        {
            foreach (ref var unit in text)
            {
                unit = isAscii ? (char)(32 + random.Below(95)) : random.Below(8) switch
                {
                    0 => (char)random.Below(32),
                    1 => random.OneOf('"', '\\', '/', '\u007f', '\u2028'),
                    2 => (char)random.Below(0x800),
                    3 => (char)random.Below(0x10000),
                    4 => (char)(0xD800 + random.Below(0x800)),
                    _ => (char)(32 + random.Below(95)),
                };
            }
        });
    }

    public static double Double(this Draw draw) => draw.Below(6) switch
    {
        0 => BitConverter.UInt64BitsToDouble(draw.Bits()),
        1 => draw.Number(),
        2 => draw.Number() / Math.Pow(10, draw.Below(25)),
        3 => Math.ScaleB(draw.OneOf(1, -1, 3), draw.Below(2000) - 1000),
        4 => draw.OneOf(0, -0.0, double.NaN, double.PositiveInfinity, double.MinValue, double.Epsilon, 1e7, 1e-3, 1e23, 9007199254740993),
        _ => draw.Below(10000) / 100.0,
    };

    public static float Single(this Draw draw) => draw.Chance(50)
        ? BitConverter.UInt32BitsToSingle((uint)draw.Bits())
        : (float)draw.Double();

    /// <summary>A few bytes of any kind, or none.</summary>
    public static byte[]? RawBytes(this Draw draw)
    {
        if (draw.Chance(3))
        {
            return null;
        }

        if (draw.Chance(10))
        {
            return draw.OneOf(NearlyUtf8);
        }

        var bytes = new byte[draw.Chance(70) ? draw.OneOf(1, 2, 4, 8) : draw.Below(20)];
        foreach (ref var value in bytes.AsSpan())
        {
            value = draw.Chance(50) ? (byte)draw.Below(256) : draw.OneOf<byte>(0, 1, 0x41, 0x7F, 0x80, 0xC3, 0xD8, 0xE2, 0xFE, 0xFF);
        }

        return bytes;
    }

    private static Schema Logical(this Draw draw)
    {
        var name = draw.OneOf(LogicalNames);
        var builder = name switch
        {
            LogicalTypes.Decimal => DecimalSchema.Builder(draw.Below(5)),
            LogicalTypes.Date => DateSchema.Builder(),
            LogicalTypes.Time => TimeSchema.Builder(),
            _ => TimestampSchema.Builder(),
        };
        if (draw.Chance(3))
        {
            builder = SchemaBuilder.Of((SchemaType)draw.Below(9)).Name(name);
        }

        return draw.Chance(30) ? builder.Optional().Build() : draw.Default(builder);
    }

    private static Schema Finish(this Draw draw, SchemaBuilder builder)
    {
        if (draw.Chance(40))
        {
            builder.Optional();
        }

        if (draw.Chance(20))
        {
            builder.Name(draw.Name());
        }

        if (draw.Chance(15))
        {
            builder.Version((int)draw.Number());
        }

        if (draw.Chance(10))
        {
            builder.Doc(draw.Text());
        }

        for (var parameters = draw.Chance(15) ? draw.Below(4) : 0; parameters > 0; parameters--)
        {
            builder.Parameter(draw.Name(), draw.Text());
        }

        return draw.Default(builder);
    }

    private static Schema Default(this Draw draw, SchemaBuilder builder)
    {
        var schema = builder.Build();

        // Kafka Connect lets nobody give a struct a default.
        return schema.Type != SchemaType.Struct && draw.Chance(20) && draw.Suiting(schema) is { } value ? builder.Default(value).Build() : schema;
    }

    /// <summary>A value that validation accepts; null if none is found.</summary>
    public static object? Suiting(this Draw draw, Schema schema)
    {
        for (var tries = 0; tries < 3; tries++)
        {
            var value = draw.Fitting(schema);
            try
            {
                SchemaValidation.Validate(schema, value);
                return value;
            }
            catch (Abstractions.Errors.DataException)
            {
                // Another try, and at last none.
            }
        }

        return null;
    }

    // Mostly names that other structs have too, so that what is joined from them may meet.
    private static string NewName(this Draw draw, SchemaBuilder builder, int number)
    {
        var name = draw.OneOf("f", "g", "f.g", "x", "x.f");
        return draw.Chance(25) && builder.Build().Fields.All(field => field.Name != name) ? name : $"{draw.Name()}{number}";
    }

    private static string Name(this Draw draw) => draw.Chance(90) ? draw.OneOf("a", "b", "id", "name", "x y", "é", "f.g") : draw.Text() + "z";

    private static object Fitting(this Draw draw, Schema schema) => schema.Name switch
    {
        LogicalTypes.Decimal => draw.Decimal(draw.Chance(90) && schema.Parameters is not null ? DecimalSchema.ScaleOf(schema) : draw.Below(5)),
        LogicalTypes.Date => draw.Chance(95) ? new UtcInstant(draw.Number() % 100_000 * UtcInstant.DayMs) : draw.Instant(),
        LogicalTypes.Time => new UtcInstant(draw.Chance(95) ? draw.Below(86_400_001) : draw.Number()),
        LogicalTypes.Timestamp => draw.Instant(),
        _ => draw.Plain(schema),
    };

    private static object Plain(this Draw draw, Schema schema) => schema.Type switch
    {
        SchemaType.Int8 => (sbyte)draw.Number(),
        SchemaType.Int16 => (short)draw.Number(),
        SchemaType.Int32 => (int)draw.Number(),
        SchemaType.Int64 => draw.Number(),
        SchemaType.Float32 => draw.Single(),
        SchemaType.Float64 => draw.Double(),
        SchemaType.Boolean => draw.Chance(50),
        SchemaType.String => draw.Text(),
        SchemaType.Bytes => draw.Bytes(),
        SchemaType.Array => draw.List(schema, 2),
        SchemaType.Map => draw.Map(schema, 2),
        _ => draw.Struct(schema),
    };

    private static object Bytes(this Draw draw)
    {
        var bytes = new byte[draw.Below(12)];
        foreach (ref var value in bytes.AsSpan())
        {
            value = (byte)draw.Below(256);
        }

        return draw.Chance(80) ? bytes : new ReadOnlyMemory<byte>(bytes);
    }

    private static BigDecimal Decimal(this Draw draw, int scale) =>
        new(draw.Chance(80) ? draw.Number() : new BigInteger(draw.Number()) * draw.Number() * draw.Number(), draw.Chance(2) ? draw.OneOf(-400, 30, 400, 2000) : scale - (draw.Chance(5) ? 8 : 0));

    // Now and then in another calendar, or in a year of few digits.
    private static UtcInstant Instant(this Draw draw) => new(draw.Chance(90) ? draw.Number() % draw.OneOf(4_000_000_000_000, 100_000_000_000_000) : draw.Number());

    private static object?[] List(this Draw draw, Schema? schema, int depth)
    {
        var list = new object?[draw.Below(4)];
        foreach (ref var element in list.AsSpan())
        {
            element = schema is null ? draw.Schemaless(depth) : draw.Value(schema.ElementSchema);
        }

        return list;
    }

    private static ConnectMap Map(this Draw draw, Schema? schema, int depth)
    {
        var map = new ConnectMap();
        for (var entries = draw.Below(4); entries > 0; entries--)
        {
            var key = schema is null && draw.Chance(90) ? draw.Text() : draw.Key(schema?.KeySchema);
            map[key is byte[] or ReadOnlyMemory<byte> ? "bytes" : key] = schema is null ? draw.Schemaless(depth) : draw.Value(schema.ElementSchema);
        }

        return map;
    }

    // Null is written under a name that another key may have.
    private static object? Key(this Draw draw, Schema? schema) =>
        schema is { Type: SchemaType.String, IsOptional: true } && draw.Chance(30) ? draw.OneOf(null, "null", schema.DefaultValue) : draw.Value(schema);

    private static Struct Struct(this Draw draw, Schema schema)
    {
        var record = new Struct(schema);
        var values = Notation.FieldsOf(record);
        foreach (var field in schema.Fields)
        {
            values[field.Index] = draw.Value(field.Schema);
        }

        return record;
    }
}
