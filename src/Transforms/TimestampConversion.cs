using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Transforms;

/// <summary>Turns the time in a field of a struct or map into another representation.</summary>
internal sealed class TimestampConversion : IFieldEdit
{
    private readonly string _field;
    private readonly TimestampForms _forms;
    private readonly bool _withDefaults;
    private readonly PerSchema<Schema> _schemas;

    public TimestampConversion(string field, TimestampForms forms, bool withDefaults)
    {
        (_field, _forms, _withDefaults) = (field, forms, withDefaults);
        _schemas = new(Converted);
    }

    public Schema SchemaOf(Schema schema) => _schemas.For(schema);

    public Struct Edit(Struct value, Schema schema, ConnectRecord record) => OfStruct(value, _schemas.For(schema));

    public ConnectMap Edit(ConnectMap value, ConnectRecord record) => new(value) { [_field] = _forms.Convert(value[_field]) };

    private Struct OfStruct(Struct value, Schema schema)
    {
        var converted = new Struct(schema);
        var isInOrder = value.Schema.FieldSpan.Length == schema.FieldSpan.Length;
        foreach (var field in value.Schema.FieldSpan)
        {
            var old = value.Read(field, _withDefaults);
            var changed = field.Name == _field ? _forms.Convert(old, field.Schema) : old;
            if (isInOrder && schema.FieldSpan[field.Index] is var target && target.Name == field.Name)
            {
                converted.Put(target, changed);
            }
            else
            {
                converted.Put(field.Name, changed);
            }
        }

        return converted;
    }

    private Schema Converted(Schema schema)
    {
        var builder = SchemaBuilder.Struct().With(schema);
        foreach (var field in schema.Fields)
        {
            builder.Field(field.Name, field.Name == _field ? _forms.TargetSchema(field.Schema.IsOptional) : field.Schema);
        }

        if (schema.IsOptional)
        {
            builder.Optional();
        }

        return schema.DefaultValue is Struct value ? builder.Default(OfStruct(value, builder.Build())).Build() : builder.Build();
    }
}
