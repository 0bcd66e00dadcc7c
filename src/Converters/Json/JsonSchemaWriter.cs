using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Converters.Json;

/// <summary>Writes schemas as Kafka Connect's JSON schemas, with the members in its order.</summary>
internal readonly struct JsonSchemaWriter(JsonValueWriter values)
{
    /// <summary>The name of a type in JSON schemas, which is that of the type but for two.</summary>
    public static string NameOf(SchemaType type) => type switch
    {
        SchemaType.Float32 => "float",
        SchemaType.Float64 => "double",
        _ => type.LowerName(),
    };

    public void Write(ref Utf8Output json, SchemaPlan? plan, string? fieldName = null)
    {
        if (plan is null)
        {
            json.Write("null"u8);
            return;
        }

        json.Write("{\"type\":"u8);
        json.WriteString(NameOf(plan.Type));
        WriteContent(ref json, plan);
        WriteAttributes(ref json, plan.Schema);
        if (plan.Schema.DefaultValue is { } defaultValue)
        {
            json.Write(",\"default\":"u8);
            values.Write(ref json, plan, defaultValue, depth: 2);
        }

        if (fieldName is not null)
        {
            json.Write(",\"field\":"u8);
            json.WriteString(fieldName);
        }

        json.WriteByte((byte)'}');
    }

    private void WriteContent(ref Utf8Output json, SchemaPlan plan)
    {
        switch (plan.Type)
        {
            case SchemaType.Array:
                json.Write(",\"items\":"u8);
                Write(ref json, plan.Elements);
                break;
            case SchemaType.Map:
                json.Write(",\"keys\":"u8);
                Write(ref json, plan.Keys);
                json.Write(",\"values\":"u8);
                Write(ref json, plan.Elements);
                break;
            case SchemaType.Struct:
                WriteFields(ref json, plan.Fields);
                break;
            default:
                break;
        }
    }

    private void WriteFields(ref Utf8Output json, FieldPlan[] fields)
    {
        json.Write(",\"fields\":["u8);
        for (var i = 0; i < fields.Length; i++)
        {
            if (i > 0)
            {
                json.WriteByte((byte)',');
            }

            Write(ref json, fields[i].Plan, fields[i].Field.Name);
        }

        json.WriteByte((byte)']');
    }

    private static void WriteAttributes(ref Utf8Output json, Schema schema)
    {
        json.Write(schema.IsOptional ? ",\"optional\":true"u8 : ",\"optional\":false"u8);
        if (schema.Name is { } name)
        {
            json.Write(",\"name\":"u8);
            json.WriteString(name);
        }

        if (schema.Version is { } version)
        {
            json.Write(",\"version\":"u8);
            json.WriteNumber(version);
        }

        if (schema.Doc is { } doc)
        {
            json.Write(",\"doc\":"u8);
            json.WriteString(doc);
        }

        if (schema.Parameters is not { } parameters)
        {
            return;
        }

        json.Write(",\"parameters\":"u8);
        var separator = (byte)'{';
        foreach (var (key, value) in parameters)
        {
            json.WriteByte(separator);
            json.WriteString(key);
            json.WriteByte((byte)':');
            json.WriteString(value);
            separator = (byte)',';
        }

        json.WriteByte((byte)'}');
    }
}
