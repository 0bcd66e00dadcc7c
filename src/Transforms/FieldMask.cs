using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Transforms;

/// <summary>Masks fields of a struct or map.</summary>
internal sealed class FieldMask(string[] fields, Mask mask, bool withDefaults) : IFieldEdit
{
    private readonly PerSchema<bool[]> _areMasked = new(schema => [.. schema.Fields.Select(field => fields.Contains(field.Name))]);

    public Schema SchemaOf(Schema schema) => schema;

    public Struct Edit(Struct value, Schema schema, ConnectRecord record)
    {
        var isMasked = _areMasked.For(value.Schema);
        var masked = new Struct(value.Schema);
        foreach (var field in value.Schema.FieldSpan)
        {
            var old = value.Read(field, withDefaults);
            masked.Put(field, isMasked[field.Index] ? mask.Of(old) : old);
        }

        return masked;
    }

    public ConnectMap Edit(ConnectMap value, ConnectRecord record)
    {
        var masked = new ConnectMap(value);
        foreach (var field in fields)
        {
            masked[field] = mask.Of(value[field]);
        }

        return masked;
    }
}
