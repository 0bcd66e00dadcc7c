using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Formats;

/// <summary>The schema that the elements of a list, or the keys or values of a map, have in common: numbers take the widest type among them.</summary>
internal sealed class CommonSchema
{
    private bool _isImpossible;

    /// <summary>The schema; null when there is none, or nothing but nulls.</summary>
    public Schema? Schema { get; private set; }

    public void Add(SchemaAndValue? element)
    {
        if (element?.Schema is not { } schema || _isImpossible)
        {
            return;
        }

        Schema = Schema is null ? schema : Merge(Schema, schema);
        _isImpossible = Schema is null;
    }

    /// <summary>A list with its elements in the common type; false when one does not go into it.</summary>
    public static bool TryAlign(Schema? elementSchema, List<object?> elements, out SchemaAndValue? aligned)
    {
        aligned = new(SchemaBuilder.ArrayOf(elementSchema).Build(), elements);
        if (elementSchema is null)
        {
            return true;
        }

        for (var i = 0; i < elements.Count; i++)
        {
            if (Align(elementSchema, elements[i]) is not { } element)
            {
                return false;
            }

            elements[i] = element;
        }

        return true;
    }

    /// <summary>A map with its keys and values in the common types; false when one does not go into it.</summary>
    public static bool TryAlign(Schema? keySchema, Schema? valueSchema, ConnectMap entries, out SchemaAndValue? aligned)
    {
        valueSchema = keySchema is null ? null : valueSchema;
        aligned = new(SchemaBuilder.MapOf(keySchema, valueSchema).Build(), entries);
        if (keySchema is null)
        {
            return true;
        }

        var map = new ConnectMap(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            var (key, value) = entries.At(i);
            var alignedKey = Align(keySchema, key);
            var alignedValue = valueSchema is null ? value : Align(valueSchema, value);
            if (alignedKey is null || (valueSchema is not null && alignedValue is null))
            {
                return false;
            }

            map[alignedKey] = alignedValue;
        }

        aligned = aligned.Value with { Value = map };
        return true;
    }

    // Types of the same kind give way to the later one, whatever their elements or logical names are.
    private static Schema? Merge(Schema one, Schema other) =>
        one.Type == other.Type ? other
        : one.Type > SchemaType.Float64 || other.Type > SchemaType.Float64 ? null
        : one.Type > other.Type ? one : other;

    // The value in the type of the schema; null when it cannot be.
    private static object? Align(Schema schema, object? value) => (schema.Type, value) switch
    {
        (_, null) => null,
        (SchemaType.Int32, _) when schema.Name == LogicalTypes.Date => value is UtcInstant ? value : DateSchema.FromDays((int)Whole(value)),
        (SchemaType.Int32, _) when schema.Name == LogicalTypes.Time => value is UtcInstant ? value : TimeOf((int)Whole(value)),
        (SchemaType.Int64, _) when schema.Name == LogicalTypes.Timestamp => value is UtcInstant ? value : new UtcInstant(Whole(value)),
        ( <= SchemaType.Float64, UtcInstant) => null,
        (SchemaType.Int8, _) => value,
        (SchemaType.Int16, _) => (short)Whole(value),
        (SchemaType.Int32, _) => (int)Whole(value),
        (SchemaType.Int64, _) => Whole(value),
        (SchemaType.Float32, _) => value is float ? value : (float)Real(value),
        (SchemaType.Float64, _) => Real(value),
        _ => value,
    };

    private static UtcInstant? TimeOf(int milliseconds)
    {
        try
        {
            return TimeSchema.FromMilliseconds(milliseconds);
        }
        catch (DataException)
        {
            return null;
        }
    }

    private static long Whole(object value) => value switch
    {
        sbyte number => number,
        short number => number,
        int number => number,
        long number => number,
        _ => (long)Real(value),
    };

    private static double Real(object value) => value switch
    {
        float number => number,
        double number => number,
        _ => Whole(value),
    };
}
