using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Converters.Json;

/// <summary>Makes schemas of Kafka Connect's JSON schemas.</summary>
internal readonly ref struct JsonSchemaReader(JsonValueReader json)
{
    private readonly JsonValueReader _json = json;

    /// <summary>The schema that an object describes; null for JSON's null.</summary>
    public Schema? Read(int token)
    {
        if (_json[token].Kind == JsonKind.Null)
        {
            return null;
        }

        var type = _json.Member(token, "type"u8);
        if (type < 0 || _json[type].Kind != JsonKind.String)
        {
            throw new DataException("Schema must contain 'type' field");
        }

        var builder = Start(_json.TextOf(type), token);
        SetAttributes(builder, token);
        SetParameters(builder, token);
        var defaultValue = _json.Member(token, "default"u8);
        if (defaultValue >= 0)
        {
            SetDefault(builder, defaultValue);
        }

        return builder.Build();
    }

    private SchemaBuilder Start(string type, int token)
    {
        switch (type)
        {
            case "array":
                var items = _json.Member(token, "items"u8);
                return items < 0 || _json[items].Kind == JsonKind.Null
                    ? throw new DataException("Array schema did not specify the element type")
                    : SchemaBuilder.Array(Read(items));
            case "map":
                var keys = _json.Member(token, "keys"u8);
                Require(keys >= 0, "Map schema did not specify the key type");
                var values = _json.Member(token, "values"u8);
                Require(values >= 0, "Map schema did not specify the value type");
                return SchemaBuilder.Map(Read(keys), Read(values));
            case "struct":
                return StartStruct(token);
            default:
                return PrimitiveNamed(type) is { } primitive
                    ? SchemaBuilder.Of(primitive)
                    : throw new DataException($"Unknown schema type: {type}");
        }
    }

    private SchemaBuilder StartStruct(int token)
    {
        var builder = SchemaBuilder.Struct();
        var fields = _json.Member(token, "fields"u8);
        Require(fields >= 0 && _json[fields].Kind == JsonKind.Array, "Struct schema's \"fields\" argument is not an array.");
        for (var field = fields + 1; field < _json[fields].Next; field = _json[field].Next)
        {
            var name = _json.Member(field, "field"u8);
            Require(name >= 0 && _json[name].Kind == JsonKind.String, "Struct schema's field name not specified properly");
            builder.Field(_json.TextOf(name), Read(field));
        }

        return builder;
    }

    private void SetAttributes(SchemaBuilder builder, int token)
    {
        var optional = _json.Member(token, "optional"u8);
        if (optional >= 0 && _json[optional].Kind == JsonKind.True)
        {
            builder.Optional();
        }

        if (TextOrNull(token, "name"u8) is { } name)
        {
            builder.Name(name);
        }

        var version = _json.Member(token, "version"u8);
        if (version >= 0 && _json[version].Kind == JsonKind.Integer)
        {
            builder.Version((int)JsonNumber.ToInt64(_json.BytesOf(version)));
        }

        if (TextOrNull(token, "doc"u8) is { } doc)
        {
            builder.Doc(doc);
        }
    }

    private void SetDefault(SchemaBuilder builder, int token)
    {
        var value = _json.Read(new SchemaPlan(builder.Build()), token);

        // Kafka Connect finds the schema of such a struct different from the one that is being built.
        if (value is Struct)
        {
            throw new SchemaBuilderException("Invalid default value", new DataException("Struct schemas do not match."));
        }

        builder.Default(value);
    }

    private void SetParameters(SchemaBuilder builder, int token)
    {
        var parameters = _json.Member(token, "parameters"u8);
        if (parameters < 0 || _json[parameters].Kind != JsonKind.Object)
        {
            return;
        }

        // Of several of one name the first has the place and the last the value.
        var values = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        for (var name = parameters + 1; name < _json[parameters].Next; name = _json[name + 1].Next)
        {
            values[_json.TextOf(name)] = name + 1;
        }

        foreach (var (name, value) in values)
        {
            Require(_json[value].Kind == JsonKind.String, "Schema parameters must have string values.");
            builder.Parameter(name, _json.TextOf(value));
        }
    }

    private string? TextOrNull(int token, ReadOnlySpan<byte> member)
    {
        var found = _json.Member(token, member);
        return found >= 0 && _json[found].Kind == JsonKind.String ? _json.TextOf(found) : null;
    }

    private static SchemaType? PrimitiveNamed(string type)
    {
        for (var candidate = SchemaType.Int8; candidate.IsPrimitive(); candidate++)
        {
            if (JsonSchemaWriter.NameOf(candidate) == type)
            {
                return candidate;
            }
        }

        return null;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new DataException(otherwise);
        }
    }
}
