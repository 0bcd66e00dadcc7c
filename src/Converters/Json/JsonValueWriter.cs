using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Converters.Json;

/// <summary>Writes values as JSON payloads, with a schema or, where the plan is null, by what they are.</summary>
internal readonly struct JsonValueWriter(JsonOptions options)
{
    // Jackson refuses to write deeper nesting.
    private const int DepthMax = 1000;

    public void Write(ref Utf8Output json, SchemaPlan? plan, object? value, int depth)
    {
        if (value is null)
        {
            WriteNull(ref json, plan, depth);
        }
        else if (plan is { Logical: not LogicalType.None })
        {
            WriteLogical(ref json, plan, value);
        }
        else
        {
            WriteTyped(ref json, plan, plan?.Type ?? TypeOf(value), value, depth);
        }
    }

    private void WriteNull(ref Utf8Output json, SchemaPlan? plan, int depth)
    {
        if (plan is null)
        {
            json.Write("null"u8);
        }
        else if (options.NullMeansDefault && plan.Schema.DefaultValue is { } defaultValue)
        {
            Write(ref json, plan, defaultValue, depth);
        }
        else if (plan.Schema.IsOptional)
        {
            json.Write("null"u8);
        }
        else
        {
            throw new DataException("Conversion error: null value for field that is required and has no default value");
        }
    }

    private void WriteLogical(ref Utf8Output json, SchemaPlan plan, object value)
    {
        switch (plan.Logical, value)
        {
            case (LogicalType.Decimal, BigDecimal number) when options.DecimalsAreNumbers:
                json.WriteNumber(number);
                break;
            case (LogicalType.Decimal, BigDecimal number):
                json.WriteBase64(DecimalSchema.ToBytes(plan.Schema, number));
                break;
            case (LogicalType.Date, UtcInstant date):
                json.WriteNumber(DateSchema.ToDays(date));
                break;
            case (LogicalType.Time, UtcInstant time):
                json.WriteNumber(TimeSchema.ToMilliseconds(time));
                break;
            case (LogicalType.Timestamp, UtcInstant timestamp):
                json.WriteNumber(timestamp.EpochMs);
                break;
            default:
                var expected = plan.Logical == LogicalType.Decimal ? "BigDecimal" : "Date";
                throw new DataException($"Invalid type for {plan.Logical}, expected {expected} but was class {JavaNames.Of(value)}");
        }
    }

    private void WriteTyped(ref Utf8Output json, SchemaPlan? plan, SchemaType type, object value, int depth)
    {
        switch (type)
        {
            case SchemaType.Struct:
                WriteStruct(ref json, plan, value, depth + 1);
                break;
            case SchemaType.Map:
                WriteMap(ref json, plan, value as ConnectMap ?? throw Invalid(plan, value), depth + 1);
                break;
            case SchemaType.Array:
                WriteArray(ref json, plan, value as IReadOnlyList<object?> ?? throw Invalid(plan, value), depth + 1);
                break;
            default:
                WritePrimitive(ref json, plan, type, value);
                break;
        }
    }

    private static void WritePrimitive(ref Utf8Output json, SchemaPlan? plan, SchemaType type, object value)
    {
        switch (type, value)
        {
            case (SchemaType.String, string text):
                json.WriteString(text);
                break;
            case (SchemaType.Boolean, bool flag):
                json.Write(flag ? "true"u8 : "false"u8);
                break;
            case (SchemaType.Bytes, byte[] or ReadOnlyMemory<byte>):
                json.WriteBase64(Values.BytesOf(value));
                break;
            case (SchemaType.Bytes, _):
                throw new DataException($"Invalid type for bytes type: class {JavaNames.Of(value)}");
            default:
                WriteNumber(ref json, plan, type, value);
                break;
        }
    }

    private static void WriteNumber(ref Utf8Output json, SchemaPlan? plan, SchemaType type, object value)
    {
        switch (type, value)
        {
            case (SchemaType.Int64, long number):
                json.WriteNumber(number);
                break;
            case (SchemaType.Int32, int number):
                json.WriteNumber(number);
                break;
            case (SchemaType.Int16, short number):
                json.WriteNumber(number);
                break;
            case (SchemaType.Int8, sbyte number):
                json.WriteNumber(number);
                break;
            case (SchemaType.Float64, double number):
                json.WriteNumber(number);
                break;
            case (SchemaType.Float32, float number):
                json.WriteNumber(number);
                break;
            default:
                throw Invalid(plan, value);
        }
    }

    private void WriteStruct(ref Utf8Output json, SchemaPlan? plan, object value, int depth)
    {
        var record = value as Struct ?? throw Invalid(plan, value);
        if (plan is null || !record.Schema.Equals(plan.Schema))
        {
            throw new DataException("Mismatching schema.");
        }

        CheckDepth(depth);
        json.WriteByte((byte)'{');
        var fields = plan.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
            {
                json.WriteByte((byte)',');
            }

            json.Write(fields[i].Member);
            Write(ref json, fields[i].Plan, record.GetWithoutDefault(fields[i].Field), depth);
        }

        json.WriteByte((byte)'}');
    }

    private void WriteArray(ref Utf8Output json, SchemaPlan? plan, IReadOnlyList<object?> list, int depth)
    {
        CheckDepth(depth);
        json.WriteByte((byte)'[');
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
            {
                json.WriteByte((byte)',');
            }

            Write(ref json, plan?.Elements, list[i], depth);
        }

        json.WriteByte((byte)']');
    }

    private void WriteMap(ref Utf8Output json, SchemaPlan? plan, ConnectMap map, int depth)
    {
        var isObject = plan is null ? HasOnlyTextKeys(map) : KeysOf(plan).Type == SchemaType.String;
        CheckDepth(isObject ? depth : depth + 1);
        map = isObject && HasTwins(plan, map) ? WithoutTwins(plan, map, depth) : map;
        json.WriteByte(isObject ? (byte)'{' : (byte)'[');
        for (var i = 0; i < map.Count; i++)
        {
            if (i > 0)
            {
                json.WriteByte((byte)',');
            }

            var (key, value) = map.At(i);
            WriteEntry(ref json, plan, key, value, isObject, depth);
        }

        json.WriteByte(isObject ? (byte)'}' : (byte)']');
    }

    private void WriteEntry(ref Utf8Output json, SchemaPlan? plan, object? key, object? value, bool isObject, int depth)
    {
        if (isObject)
        {
            json.WriteString(key is string text && plan?.Keys is null or { Logical: LogicalType.None } ? (string)key : KeyText(plan, key));
            json.WriteByte((byte)':');
            Write(ref json, plan?.Elements, value, depth);
            return;
        }

        json.WriteByte((byte)'[');
        Write(ref json, plan?.Keys, key, depth + 1);
        json.WriteByte((byte)',');
        Write(ref json, plan?.Elements, value, depth + 1);
        json.WriteByte((byte)']');
    }

    // A key that is no text, such as null or a logical type: the text of its JSON.
    private string KeyText(SchemaPlan? plan, object? key)
    {
        if (key is null && options.NullMeansDefault && plan?.Keys is { Logical: LogicalType.None, Schema.DefaultValue: string text })
        {
            return text;
        }

        var buffer = new ArrayBufferWriter<byte>();
        var output = new Utf8Output(buffer);
        Write(ref output, plan?.Keys, key, depth: 0);
        output.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan.Trim((byte)'"'));
    }

    // The key null is written under a name that a proper key may have too.
    private bool HasTwins(SchemaPlan? plan, ConnectMap map) =>
        plan?.Keys is { Logical: LogicalType.None, Schema: var keys }
        && (keys.IsOptional || (options.NullMeansDefault && keys.DefaultValue is not null))
        && map.ContainsKey(null)
        && map.ContainsKey(KeyText(plan, null));

    // Of the two the first has the place and the last the value. What is wrong with the other value is an error all the same.
    private ConnectMap WithoutTwins(SchemaPlan? plan, ConnectMap map, int depth)
    {
        var unused = new Utf8Output(new ArrayBufferWriter<byte>());
        var entries = new ConnectMap(map.Count);
        foreach (var (key, value) in map)
        {
            Write(ref unused, plan?.Elements, value, depth);
            entries[key ?? KeyText(plan, null)] = value;
        }

        return entries;
    }

    private static bool HasOnlyTextKeys(ConnectMap map)
    {
        for (var i = 0; i < map.Count; i++)
        {
            if (map.At(i).Key is not string)
            {
                return false;
            }
        }

        return true;
    }

    private static SchemaPlan KeysOf(SchemaPlan plan) =>
        plan.Keys ?? throw new DataException("A map schema without a key schema cannot be written as JSON. Give the schema one, or none to the map.");

    private static SchemaType TypeOf(object value) => SchemaTypeNames.OfValue(value)
        ?? throw new DataException($"Java class class {JavaNames.Of(value)} does not have corresponding schema type.");

    private static DataException Invalid(SchemaPlan? plan, object value) =>
        new($"Invalid type for {plan?.Type.UpperName() ?? "unknown schema"}: class {JavaNames.Of(value)}");

    private static void CheckDepth(int depth)
    {
        if (depth > DepthMax)
        {
            ThrowTooDeep();
        }
    }

    [DoesNotReturn]
    private static void ThrowTooDeep()
    {
        var cause = new DataException(string.Create(CultureInfo.InvariantCulture, $"Arrays and objects are nested more than {DepthMax} deep."));
        throw new DataException("Converting Kafka Connect data to byte[] failed due to serialization error: ", cause);
    }
}
