using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Data;

/// <summary>Whether a value fits a schema.</summary>
public static class SchemaValidation
{
    /// <summary>Throws a <see cref="DataException"/> that says what does not fit and where.</summary>
    public static void Validate(Schema schema, object? value) => Validate(schema, value, new Location(null, ""));

    /// <summary>The same for the value of a field, which the message names.</summary>
    public static void ValidateField(Field field, object? value)
    {
        // The common case is decided by one comparison.
        if (value is null || value.GetType() != field.Schema.Host)
        {
            Validate(field.Schema, value, new Location(field, ""));
        }
    }

    /// <summary>Whether values of that .NET type belong to a schema type that has no logical name.</summary>
    public static bool IsHost(SchemaType type, object value) => type switch
    {
        SchemaType.Bytes => value is byte[] or ReadOnlyMemory<byte>,
        SchemaType.Array => value is IReadOnlyList<object?>,
        SchemaType.Map => value is ConnectMap,
        SchemaType.Struct => value is Struct,
        _ => value.GetType() == type.UsualHost(),
    };

    private static void Validate(Schema schema, object? value, in Location location)
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
                    throw new DataException("Struct schemas do not match.");
                }

                nested.Validate();
                break;
            case ConnectMap map when schema.Type == SchemaType.Map:
                ValidateEntries(schema, map, location);
                break;
            case IReadOnlyList<object?> list when schema.Type == SchemaType.Array:
                ValidateElements(schema, list, location);
                break;
            default:
                if (!schema.Type.IsPrimitive())
                {
                    // A logical name on a type that has parts; Java's cast fails there.
                    throw WrongType(schema, value, location);
                }

                break;
        }
    }

    private static void ValidateElements(Schema schema, IReadOnlyList<object?> list, in Location location)
    {
        var within = location.Within("element of array ");
        var elementSchema = schema.ElementSchema ?? throw NoSchema(within);
        for (var i = 0; i < list.Count; i++)
        {
            Validate(elementSchema, list[i], within);
        }
    }

    private static void ValidateEntries(Schema schema, ConnectMap map, in Location location)
    {
        var keyLocation = location.Within("key of map ");
        var valueLocation = location.Within("value of map ");
        var keySchema = schema.KeySchema ?? throw NoSchema(keyLocation);
        var elementSchema = schema.ElementSchema ?? throw NoSchema(valueLocation);
        for (var i = 0; i < map.Count; i++)
        {
            var (key, value) = map.At(i);
            Validate(keySchema, key, keyLocation);
            Validate(elementSchema, value, valueLocation);
        }
    }

    private static bool IsHostOf(Schema schema, object value) => schema.Name switch
    {
        LogicalTypes.Decimal => value is BigDecimal,
        LogicalTypes.Date or LogicalTypes.Time or LogicalTypes.Timestamp => value is UtcInstant,
        _ => IsHost(schema.Type, value),
    };

    private static DataException MissingValue(Schema schema, in Location location) =>
        new($"Invalid value: null used for required {location}, schema type: {schema.Type.UpperName()}");

    private static DataException WrongType(Schema schema, object value, in Location location)
    {
        var name = schema.Name is null ? "" : $" \"{schema.Name}\"";
        return new($"Invalid Java object for schema{name} with type {schema.Type.UpperName()}: class {JavaNames.Of(value)} for {location}");
    }

    private static DataException NoSchema(in Location location) => new($"No schema defined for {location}");

    // Where a value stands, put into words only when something is wrong with it. The path is kept only for values within values.
    private readonly struct Location(Field? field, string path)
    {
        public Location Within(string part) => new(field, part + path);

        public override string ToString() => path + (field is null ? "value" : $"field: \"{field.Name}\"");
    }
}
