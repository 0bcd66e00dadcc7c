using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Transforms;

/// <summary>Gives fields of a struct or map another type.</summary>
internal sealed class CastFields(CastSpec spec, bool withDefaults) : IFieldEdit
{
    private readonly PerSchema<CastPlan> _plans = new(schema => CastPlan.For(schema, spec));

    public Schema SchemaOf(Schema schema) => _plans.For(schema).Schema;

    public Struct Edit(Struct value, Schema schema, ConnectRecord record)
    {
        var plan = _plans.For(schema);
        var fields = plan.FieldsOf(value, spec);
        var cast = new Struct(plan.Schema);
        foreach (var field in value.Schema.FieldSpan)
        {
            var (target, type) = fields[field.Index];
            var old = value.Read(field, withDefaults);
            var changed = type is { } to ? CastValue.To(to, field.Schema, old) : old;
            cast.Put(target ?? throw new DataException("field cannot be null."), changed);
        }

        return cast;
    }

    public ConnectMap Edit(ConnectMap value, ConnectRecord record)
    {
        var cast = new ConnectMap(value);
        foreach (var (field, type) in spec.Fields)
        {
            cast[field] = CastValue.To(type, null, value[field]);
        }

        return cast;
    }
}
