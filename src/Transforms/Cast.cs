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
        .WithNullSetting()
        .WithFieldSyntaxOnRequest(SpecSetting);

    private readonly RecordPart _part;
    private readonly PerSchema<Schema> _wholeSchemas;
    private CastSpec _spec = CastSpec.Nothing;
    private IFieldEdit _fields = new CastFields(CastSpec.Nothing, withDefaults: true);

    /// <summary>A transformation of keys or values.</summary>
    public Cast(RecordPart part)
    {
        _part = part;
        _wholeSchemas = new(schema => CastPlan.For(schema, _spec).Schema);
    }

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _spec = CastSpec.Parse(config.GetList(SpecSetting));
        var withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
        _fields = FieldTree<SchemaType>.Of(_spec.Fields.Select(field => (config.PathOf(field.Key), field.Value)))
            .ToEdit((fields, _) => new CastFields(CastSpec.Of(fields), withDefaults), withDefaults);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(_part);
        if (value is null)
        {
            return record;
        }

        if (_spec.Whole is { } type)
        {
            return record.With(_part, schema is null ? null : _wholeSchemas.For(schema), CastValue.To(type, schema, value));
        }

        return schema is null
            ? record.With(_part, null, _fields.Edit(Requirements.Map(value, Purpose), record))
            : record.With(_part, _fields.SchemaOf(schema), _fields.Edit(Requirements.Struct(value, Purpose), schema, record));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}
