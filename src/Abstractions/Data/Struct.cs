using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Data;

/// <summary>
/// A value with the fields that its schema names. Filled by its maker with <see cref="Put(string, object)"/>, each value checked against the field's schema,
/// then not changed any more. A field never set reads as its schema's default.
/// </summary>
public sealed class Struct
{
    private readonly object?[] _values;

    /// <summary>An empty struct; a schema of another type is a <see cref="DataException"/>.</summary>
    public Struct(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema.IsStruct ? schema : throw new DataException($"Not a struct schema: {schema}");
        _values = new object?[schema.FieldSpan.Length];
    }

    /// <summary>The schema, of type <see cref="SchemaType.Struct"/>.</summary>
    public Schema Schema { get; }

    /// <summary>A field's value, or its default when it is null.</summary>
    public object? this[string field] => Get(Lookup(field));

    /// <summary>A field's value, or its default when it is null.</summary>
    public object? Get(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _values[field.Index] ?? field.Schema.DefaultValue;
    }

    /// <summary>A field's value as it was set.</summary>
    public object? GetWithoutDefault(string field) => _values[Lookup(field).Index];

    /// <summary>A field's value as it was set, by position.</summary>
    public object? GetWithoutDefault(Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return _values[field.Index];
    }

    /// <summary>A field's value as that .NET type; a field of another type is a <see cref="DataException"/>.</summary>
    public T? GetAs<T>(string field, SchemaType type)
    {
        var found = Lookup(field);
        return found.Schema.Type == type
            ? (T?)_values[found.Index]
            : throw new DataException($"Field '{field}' is not of type {type.UpperName()}");
    }

    /// <summary>Sets a field by name.</summary>
    public Struct Put(string field, object? value) => Put(Lookup(field), value);

    /// <summary>Sets a field of this struct's schema.</summary>
    public Struct Put(Field field, object? value)
    {
        ArgumentNullException.ThrowIfNull(field);
        SchemaValidation.ValidateField(field, value);
        _values[field.Index] = value;
        return this;
    }

    /// <summary>Throws a <see cref="DataException"/> when a required field is missing or a value does not fit.</summary>
    public void Validate()
    {
        foreach (var field in Schema.FieldSpan)
        {
            if (_values[field.Index] is null && (field.Schema.IsOptional || field.Schema.DefaultValue is not null))
            {
                continue;
            }

            SchemaValidation.ValidateField(field, _values[field.Index]);
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj)
    {
        if (obj is not Struct other || !Schema.Equals(other.Schema))
        {
            return false;
        }

        for (var i = 0; i < _values.Length; i++)
        {
            if (!Values.ContentEquals(_values[i], other._values[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Schema, Values.ContentHash(_values));

    /// <summary>As Kafka Connect writes it: <c>Struct{a=1,b=x}</c>, without the fields that are null.</summary>
    public override string ToString() => JavaText.Of(this);

    internal void AppendTo(TextBuffer text)
    {
        text.Append("Struct{");
        var labels = Schema.FieldLabels;
        var first = true;
        for (var i = 0; i < labels.Length; i++)
        {
            if (_values[i] is { } value)
            {
                JavaText.Append(text.Append(first ? labels[i].AsSpan(1) : labels[i]), value);
                first = false;
            }
        }

        text.Append('}');
    }

    private Field Lookup(string field) => Schema.Field(field) ?? throw new DataException($"{field} is not a valid field name");
}
