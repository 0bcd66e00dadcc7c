using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Gives fields, or the key or value itself, another type.</summary>
[Plugin("org.apache.kafka.connect.transforms.Cast$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.Cast$Value", RecordPart.Value)]
public sealed class Cast : ITransformation
{
    private const string SpecSetting = "spec";
    private const string Purpose = "cast types";

    private static readonly ConfigDef Definition = new ConfigDef()
        .List(
            SpecSetting,
            "Fields and their new types, as in a:int32,b:string, or a single type for the key or value itself. Types are int8, int16, int32, int64, "
            + "float32, float64, boolean and string; bytes can only become a string, in base64.",
            importance: Importance.High,
            validator: Validators.Lambda((_, value) => CastSpec.Parse(value as IReadOnlyList<string> ?? []), "list of colon-delimited pairs, e.g. <code>foo:bar,abc:xyz</code>"))
        .WithNullSetting();

    private readonly RecordPart _part;
    private readonly PerSchema<CastPlan> _plans;
    private CastSpec _spec = CastSpec.Nothing;
    private bool _withDefaults;

    /// <summary>A transformation of keys or values.</summary>
    public Cast(RecordPart part)
    {
        _part = part;
        _plans = new(schema => CastPlan.For(schema, _spec));
    }

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _spec = CastSpec.Parse(config.GetList(SpecSetting));
        _withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(_part);
        if (value is null)
        {
            return record;
        }

        if (schema is null)
        {
            return record.With(_part, null, _spec.Whole is { } type ? CastValue.To(type, null, value) : OfMap(Requirements.Map(value, Purpose)));
        }

        var plan = _plans.For(schema);
        return record.With(
            _part,
            plan.Schema,
            _spec.Whole is { } whole ? CastValue.To(whole, schema, value) : OfStruct(plan, Requirements.Struct(value, Purpose)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private ConnectMap OfMap(ConnectMap value)
    {
        var cast = new ConnectMap(value);
        foreach (var (field, type) in _spec.Fields)
        {
            cast[field] = CastValue.To(type, null, value[field]);
        }

        return cast;
    }

    private Struct OfStruct(CastPlan plan, Struct value)
    {
        var fields = plan.FieldsOf(value);
        var cast = new Struct(plan.Schema);
        foreach (var field in value.Schema.FieldSpan)
        {
            var (target, type) = fields[field.Index];
            var old = value.Read(field, _withDefaults);
            cast.Put(target, type is { } to ? CastValue.To(to, field.Schema, old) : old);
        }

        return cast;
    }
}
