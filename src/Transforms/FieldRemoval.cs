using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Transforms;

/// <summary>Takes fields out of a struct or map.</summary>
/// <param name="fields">The names of the fields.</param>
/// <param name="withDefaults">Whether a field that is null counts as having its schema's default.</param>
/// <param name="isWithin">Whether the struct is one within another, which may be null afterwards as before. Kafka Connect forgets that of a whole key or value.</param>
internal sealed class FieldRemoval(string[] fields, bool withDefaults, bool isWithin) : IFieldEdit
{
    private readonly PerSchema<Schema> _schemas = new(schema => RestOf(schema, fields, isWithin && schema.IsOptional));

    public Schema SchemaOf(Schema schema) => _schemas.For(schema);

    public Struct Edit(Struct value, Schema schema, ConnectRecord record)
    {
        var rest = new Struct(_schemas.For(schema));
        foreach (var field in rest.Schema.FieldSpan)
        {
            var source = value.Schema.Field(field.Name) ?? throw new DataException($"{field.Name} is not a valid field name");
            rest.Put(field, value.Read(source, withDefaults));
        }

        return rest;
    }

    public ConnectMap Edit(ConnectMap value, ConnectRecord record)
    {
        var rest = new ConnectMap(value);
        foreach (var field in fields)
        {
            rest.Remove(field);
        }

        return rest;
    }

    private static Schema RestOf(Schema schema, string[] fields, bool isOptional)
    {
        var builder = SchemaBuilder.Struct().With(schema);
        foreach (var field in schema.Fields)
        {
            if (!fields.Contains(field.Name))
            {
                builder.Field(field.Name, field.Schema);
            }
        }

        return (isOptional ? builder.Optional() : builder).Build();
    }
}
