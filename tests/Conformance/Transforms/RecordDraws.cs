using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Tests.Conformance.Java;

namespace OrleansConnect.Tests.Conformance.Transforms;

/// <summary>Random records, and names of fields in them.</summary>
internal static class RecordDraws
{
    public static ConnectRecord Record(this Draw draw)
    {
        var topic = draw.OneOf("t", "orders", "orders-1", "a.b", "${timestamp}", "${topic}", "x$1", "\\1", "", " t", "t\n", "é-ü", "ORDERS", "t\r\n", "a\u2028b", "É", "\ud83d\ude00-x", "orders-\u0663", "a-b-c");
        ConnectRecord record = draw.Chance(60)
            ? draw.SinkRecord(topic)
            : new SourceRecord { Topic = topic, Partition = draw.Chance(50) ? draw.Below(3) : null };
        var (keySchema, key) = draw.Part();
        var (valueSchema, value) = draw.Part();
        return record with
        {
            KeySchema = keySchema,
            Key = key,
            ValueSchema = valueSchema,
            Value = value,
            TimestampMs = draw.Chance(90) ? draw.Chance(80) ? draw.Number() % 4_000_000_000_000 : draw.Number() : null,
            Headers = draw.Headers(),
        };
    }

    // As the Java record of the same words.
    private static SinkRecord SinkRecord(this Draw draw, string topic)
    {
        const int Offset = 42;
        var partition = draw.Below(3);
        return new()
        {
            Topic = topic,
            OriginalTopic = topic,
            Partition = partition,
            OriginalPartition = partition,
            KafkaOffset = Offset,
            OriginalOffset = Offset,
            TimestampKind = TimestampKind.CreateTime,
        };
    }

    /// <summary>The name of a field of the record, or of a field in one, or of none.</summary>
    public static string FieldName(this Draw draw, ConnectRecord record)
    {
        var names = NamesIn(draw.Chance(50) ? record.Value : record.Key).ToArray();
        return names.Length == 0 || draw.Chance(10) ? draw.OneOf("a1", "b2", "nope", "t") : draw.OneOf(names);
    }

    /// <summary>A text for a list of names.</summary>
    public static string FieldNames(this Draw draw, ConnectRecord record) =>
        string.Join(draw.OneOf(",", " , "), Enumerable.Range(0, draw.Chance(3) ? 0 : 1 + draw.Below(3)).Select(_ => draw.FieldName(record)));

    private static IEnumerable<string> NamesIn(object? value) => value switch
    {
        Struct container => container.Schema.Fields.Select(field => field.Name),
        ConnectMap map => map.Keys.OfType<string>(),
        _ => [],
    };

    private static (Schema? Schema, object? Value) Part(this Draw draw)
    {
        if (draw.Chance(6))
        {
            return (draw.Chance(50) ? null : draw.OneOf(Schema.OptionalString, draw.StructSchema()), null);
        }

        switch (draw.Below(10))
        {
            case 0:
                return (null, draw.Schemaless(2));
            case 1 or 2 or 3:
                return (null, draw.FieldMap(2));
            case 4:
                var schema = draw.Schema();
                return (schema, draw.Value(schema));
            default:
                var container = draw.StructSchema();
                return (container, draw.Value(container));
        }
    }

    // Texts of times and numbers are what transformations look at.
    private static object? Scalar(this Draw draw) => draw.Below(4) switch
    {
        0 => draw.OneOf("2019-08-23", "2019-08-23T14:34:54.346Z", "12", "-7", "1.5", "true", "NaN", "300", "0x1p3", " 5 ", "1e400", "20190823", "+128", "1f"),
        _ => draw.Schemaless(1),
    };

    private static ConnectMap FieldMap(this Draw draw, int depth)
    {
        var map = new ConnectMap();
        for (var fields = draw.Below(6); fields > 0; fields--)
        {
            map[draw.OneOf("a1", "b2", "id", "x y", "f.g", "`q`")] = depth > 0 && draw.Chance(25) ? draw.FieldMap(depth - 1) : draw.Scalar();
        }

        return map;
    }

    // A logical name on a type that does not suit it Kafka Connect refuses in a header.
    private static Schema HeaderSchema(this Draw draw)
    {
        var schema = draw.Schema(1);
        return schema.Name is LogicalTypes.Decimal or LogicalTypes.Date or LogicalTypes.Time or LogicalTypes.Timestamp ? draw.OneOf(DateSchema.Instance, TimestampSchema.Instance, TimeSchema.Instance, DecimalSchema.Builder(2).Build()) : schema;
    }

    private static Headers Headers(this Draw draw)
    {
        var headers = Abstractions.Data.Headers.Empty;
        for (var count = draw.Chance(60) ? 0 : draw.Below(4); count > 0; count--)
        {
            var schema = draw.Chance(50) ? Schema.OptionalString : draw.Chance(20) ? null : draw.HeaderSchema();
            var value = schema is null || schema == Schema.OptionalString ? draw.Chance(80) ? draw.OneOf("x", "y") : null : draw.Suiting(schema);
            headers = headers.Add(draw.OneOf("h1", "h2", "h3", "H1", ""), value is null ? Schema.OptionalString : schema, value);
        }

        return headers;
    }
}
