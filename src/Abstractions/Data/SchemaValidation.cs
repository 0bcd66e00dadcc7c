using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Data;

/// <summary>Whether a value fits a schema.</summary>
public static class SchemaValidation
{
    /// <summary>Throws a <see cref="DataException"/> that says what does not fit and where.</summary>
    public static void Validate(Schema schema, object? value) => Validate(schema, value, null);

    /// <summary>The same for the value of a field, which the message names.</summary>
    public static void ValidateField(Field field, object? value)
    {
        // The common case, without a message to prepare.
        if (value is not null && field.Schema is { Name: null } schema && schema.Type.IsPrimitive() && IsHost(schema.Type, value))
        {
            return;
        }

        Validate(field.Schema, value, $"field: \"{field.Name}\"");
    }

    /// <summary>Whether values of that .NET type belong to a schema type that has no logical name.</summary>
    public static bool IsHost(SchemaType type, object value) => type switch
    {
        SchemaType.Int8 => value is sbyte,
        SchemaType.Int16 => value is short,
        SchemaType.Int32 => value is int,
        SchemaType.Int64 => value is long,
        SchemaType.Float32 => value is float,
        SchemaType.Float64 => value is double,
        SchemaType.Boolean => value is bool,
        SchemaType.String => value is string,
        SchemaType.Bytes => value is byte[] or ReadOnlyMemory<byte>,
        SchemaType.Array => value is IReadOnlyList<object?>,
        SchemaType.Map => value is ConnectMap,
        SchemaType.Struct => value is Struct,
        _ => false,
    };

    private static void Validate(Schema schema, object? value, string? location)
    {
        if (value is null)
        {
            if (!schema.IsOptional)
            {
                throw MissingValue(schema, location);
            }

            return;
        }

        if (!IsHostOf(schema, value))
        {
            throw WrongType(schema, value, location);
        }

        switch (value)
        {
            case Struct nested when schema.IsStruct:
                if (!nested.Schema.Equals(schema))
                {
                    throw new DataException($"Struct schemas do not match{(location is null ? "" : $" for {location}")}.");
                }

                nested.Validate();
                break;
            case ConnectMap map when schema.Type == SchemaType.Map:
                ValidateEntries(schema, map, location);
                break;
            case IReadOnlyList<object?> list when schema is { Type: SchemaType.Array, ElementSchema: { } elementSchema }:
                foreach (var element in list)
                {
                    Validate(elementSchema, element, Within("element of array", location));
                }

                break;
            default:
                break;
        }
    }

    private static void ValidateEntries(Schema schema, ConnectMap map, string? location)
    {
        foreach (var (key, value) in map)
        {
            if (schema.KeySchema is { } keySchema)
            {
                Validate(keySchema, key, Within("key of map", location));
            }

            if (schema.ElementSchema is { } elementSchema)
            {
                Validate(elementSchema, value, Within("value of map", location));
            }
        }
    }

    private static bool IsHostOf(Schema schema, object value) => schema.Name switch
    {
        LogicalTypes.Decimal => value is BigDecimal,
        LogicalTypes.Date or LogicalTypes.Time or LogicalTypes.Timestamp => value is UtcInstant,
        _ => IsHost(schema.Type, value),
    };

    private static string Within(string part, string? location) => $"{part} {location ?? "value"}";

    private static DataException MissingValue(Schema schema, string? location) =>
        new($"Invalid value: null used for required {location ?? "value"}, schema type: {schema.Type.UpperName()}");

    private static DataException WrongType(Schema schema, object value, string? location)
    {
        var name = schema.Name is null ? "" : $" \"{schema.Name}\"";
        return new($"Invalid Java object for schema{name} with type {schema.Type.UpperName()}: "
            + $"class {JavaNames.Of(value)} for {location ?? "value"}");
    }
}
