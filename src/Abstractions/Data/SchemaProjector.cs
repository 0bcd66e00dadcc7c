using System.Globalization;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Data;

/// <summary>
/// Reads a value of one schema under another that is compatible with it: numbers become wider, fields that the target does not have are left out, fields that only the target has
/// take their default.
/// </summary>
public static class SchemaProjector
{
    /// <summary>The value as one of the target schema.</summary>
    /// <param name="source">The schema that the value was written with.</param>
    /// <param name="value">The value; may be null where the source schema is optional.</param>
    /// <param name="target">The schema to read it under.</param>
    /// <exception cref="SchemaProjectorException">The schemas are not compatible; the cause says where, if that is within the value.</exception>
    /// <exception cref="DataException">The value does not fit its schema.</exception>
    public static object? Project(Schema source, object? value, Schema target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        RequireCompatible(source, target);
        if (source.IsOptional && !target.IsOptional)
        {
            var otherwise = target.DefaultValue
                ?? throw new SchemaProjectorException("Writer schema is optional, however, target schema does not provide a default value.");
            return value is null ? otherwise : ProjectValue(source, value, target);
        }

        return value is null ? null : ProjectValue(source, value, target);
    }

    private static object ProjectValue(Schema source, object value, Schema target) => target.Type switch
    {
        SchemaType.Struct => ProjectFields(source, Host<Struct>(source, value), target),
        SchemaType.Array => ProjectElements(source, Host<IReadOnlyList<object?>>(source, value), target),
        SchemaType.Map => ProjectEntries(source, Host<ConnectMap>(source, value), target),
        _ => IsNumber(target.Type) ? Widen(value, target.Type) : value,
    };

    private static Struct ProjectFields(Schema source, Struct value, Schema target)
    {
        var projected = new Struct(target);
        foreach (var field in target.FieldSpan)
        {
            if (source.Field(field.Name) is { } written)
            {
                projected.Put(field, ProjectField(written, value[field.Name], field));
            }
            else if (!field.Schema.IsOptional)
            {
                projected.Put(field, field.Schema.DefaultValue
                    ?? throw new SchemaProjectorException($"Required field `{field.Name}` is missing from source schema: {source}"));
            }
        }

        return projected;
    }

    private static object? ProjectField(Field written, object? value, Field field)
    {
        try
        {
            return Project(written.Schema, value, field.Schema);
        }
        catch (SchemaProjectorException cause)
        {
            throw new SchemaProjectorException($"Error projecting {written.Name}", cause);
        }
    }

    private static List<object?> ProjectElements(Schema source, IReadOnlyList<object?> values, Schema target)
    {
        var projected = new List<object?>(values.Count);
        foreach (var value in values)
        {
            projected.Add(Project(Described(source.ElementSchema, "element of array"), value, Described(target.ElementSchema, "element of array")));
        }

        return projected;
    }

    private static ConnectMap ProjectEntries(Schema source, ConnectMap entries, Schema target)
    {
        var projected = new ConnectMap();
        for (var i = 0; i < entries.Count; i++)
        {
            var (key, value) = entries.At(i);
            var projectedKey = Project(Described(source.KeySchema, "key of map"), key, Described(target.KeySchema, "key of map"));
            projected[projectedKey] = Project(Described(source.ElementSchema, "value of map"), value, Described(target.ElementSchema, "value of map"));
        }

        return projected;
    }

    // What is no plain number, such as a date, stays as it is: its schemas have the same type.
    private static object Widen(object value, SchemaType target) => value switch
    {
        sbyte number => Widen(number, target),
        short number => Widen(number, target),
        int number => Widen(number, target),
        long number => Widen(number, target),
        float number => Narrow(number, target),
        double number => target == SchemaType.Float64 ? number : Narrow(number, target),
        BigDecimal number => Narrow(number, target),
        _ => value,
    };

    private static object Widen(long number, SchemaType target) => target switch
    {
        SchemaType.Int8 => (object)(sbyte)number,
        SchemaType.Int16 => (short)number,
        SchemaType.Int32 => (int)number,
        SchemaType.Int64 => number,
        SchemaType.Float32 => (float)number,
        SchemaType.Float64 => (double)number,
        _ => number,
    };

    // As Java's conversions do: by way of 32 bits to fewer than these.
    private static object Narrow(double number, SchemaType target) => target switch
    {
        SchemaType.Float32 => (object)(float)number,
        SchemaType.Float64 => number,
        SchemaType.Int64 => (long)number,
        _ => Widen((int)number, target),
    };

    // A decimal under the schema of a plain number gives what Java's conversion leaves of it.
    private static object Narrow(BigDecimal number, SchemaType target) => target switch
    {
        SchemaType.Float32 => float.Parse(number.ToString(), CultureInfo.InvariantCulture),
        SchemaType.Float64 => number.ToDouble(),
        _ => Widen(unchecked((long)(ulong)(number.Truncate() & ulong.MaxValue)), target),
    };

    private static void RequireCompatible(Schema source, Schema target)
    {
        if (source.Type != target.Type && !IsWider(source.Type, target.Type))
        {
            throw new SchemaProjectorException($"Schema type mismatch. source type: {source.Type.UpperName()} and target type: {target.Type.UpperName()}");
        }

        if (source.Name != target.Name)
        {
            throw new SchemaProjectorException($"Schema name mismatch. source name: {source.Name ?? "null"} and target name: {target.Name ?? "null"}");
        }

        if (!SchemaEquality.SameParameters(source.Parameters, target.Parameters))
        {
            throw new SchemaProjectorException($"Schema parameters not equal. source parameters: {Text(source.Parameters)} and target parameters: {Text(target.Parameters)}");
        }
    }

    private static bool IsWider(SchemaType source, SchemaType target) => IsNumber(source) && IsNumber(target) && source < target;

    private static bool IsNumber(SchemaType type) => type is >= SchemaType.Int8 and <= SchemaType.Float64;

    private static T Host<T>(Schema schema, object value)
        where T : class => value as T ?? throw new DataException($"Invalid Java object for schema with type {schema.Type.UpperName()}: class {JavaNames.Of(value)}");

    private static Schema Described(Schema? schema, string place) => schema ?? throw new DataException($"No schema defined for {place}");

    private static string Text(IReadOnlyDictionary<string, string>? parameters) =>
        parameters is null ? "null" : $"{{{string.Join(", ", parameters.Select(entry => $"{entry.Key}={entry.Value}"))}}}";
}
