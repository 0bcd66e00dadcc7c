using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Transforms;

/// <summary>Adds fields to a struct or map.</summary>
/// <param name="fields">The fields.</param>
/// <param name="withDefaults">Whether a field that is null counts as having its schema's default.</param>
/// <param name="isWithin">Whether the struct is one within another, which may be null afterwards as before. Kafka Connect forgets that of a whole key or value.</param>
internal sealed class FieldInsertion(InsertedField[] fields, bool withDefaults, bool isWithin) : IFieldEdit
{
    private readonly PerSchema<Schema> _schemas = new(schema => Extended(schema, fields, isWithin && schema.IsOptional));

    public Schema SchemaOf(Schema schema) => _schemas.For(schema);

    public Struct Edit(Struct value, Schema schema, ConnectRecord record)
    {
        var extended = new Struct(_schemas.For(value.Schema));
        var targets = extended.Schema.FieldSpan;
        foreach (var field in value.Schema.FieldSpan)
        {
            extended.Put(targets[field.Index], value.Read(field, withDefaults));
        }

        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].ValueOf(record, true) is { } inserted)
            {
                extended.Put(targets[value.Schema.FieldSpan.Length + i], inserted);
            }
        }

        return extended;
    }

    public ConnectMap Edit(ConnectMap value, ConnectRecord record)
    {
        var extended = new ConnectMap(value);
        foreach (var field in fields)
        {
            if (field.ValueOf(record, false) is { } inserted)
            {
                extended[field.Name] = inserted;
            }
        }

        return extended;
    }

    private static Schema Extended(Schema schema, InsertedField[] fields, bool isOptional)
    {
        var builder = SchemaBuilder.Struct().With(schema);
        foreach (var field in schema.FieldSpan)
        {
            builder.Field(field.Name, field.Schema);
        }

        foreach (var field in fields)
        {
            builder.Field(field.Name, field.Schema);
        }

        return (isOptional ? builder.Optional() : builder).Build();
    }
}
