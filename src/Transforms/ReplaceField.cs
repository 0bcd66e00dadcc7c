using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Leaves fields out and gives others new names.</summary>
[Plugin("org.apache.kafka.connect.transforms.ReplaceField$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.ReplaceField$Value", RecordPart.Value)]
public sealed class ReplaceField : ITransformation
{
    private const string Exclude = "exclude";
    private const string Include = "include";
    private const string Renames = "renames";
    private const string Purpose = "field replacement";

    private static readonly ConfigDef Definition = new ConfigDef()
        .List(Exclude, "Names of fields to leave out, even if they are to be kept.", defaultValue: [], validator: Validators.List())
        .List(Include, "Names of the fields to keep; all when there are none.", defaultValue: [], validator: Validators.List())
        .List(
            Renames,
            "Old and new names of fields, as in old:new.",
            defaultValue: [],
            validator: Validators.Lambda(
                (_, value) => RenameMappings.Parse(value as IReadOnlyList<string> ?? []),
                "list of colon-delimited pairs, e.g. <code>foo:bar,abc:xyz</code>"))
        .WithNullSetting();

    private readonly RecordPart _part;
    private readonly PerSchema<Plan> _plans;
    private HashSet<string> _excluded = [];
    private HashSet<string> _included = [];
    private Dictionary<string, string> _renames = [];
    private bool _withDefaults;

    /// <summary>A transformation of keys or values.</summary>
    public ReplaceField(RecordPart part)
    {
        _part = part;
        _plans = new(PlanFor);
    }

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _excluded = [.. config.GetList(Exclude)];
        _included = [.. config.GetList(Include)];
        _renames = RenameMappings.Parse(config.GetList(Renames));
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
            return record.With(_part, null, OfMap(Requirements.Map(value, Purpose)));
        }

        var replaced = OfStruct(Requirements.Struct(value, Purpose));
        return record.With(_part, replaced.Schema, replaced);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private ConnectMap OfMap(ConnectMap value)
    {
        var replaced = new ConnectMap(value.Count);
        for (var i = 0; i < value.Count; i++)
        {
            var (key, field) = value.At(i);
            var name = Requirements.Name(key);
            if (IsKept(name))
            {
                replaced[name is null ? null : _renames.GetValueOrDefault(name, name)] = field;
            }
        }

        return replaced;
    }

    private Struct OfStruct(Struct value)
    {
        var plan = _plans.For(value.Schema);
        var replaced = new Struct(plan.Schema);
        for (var i = 0; i < plan.Sources.Length; i++)
        {
            replaced.Put(plan.Schema.FieldSpan[i], value.Read(plan.Sources[i], _withDefaults));
        }

        return replaced;
    }

    private Plan PlanFor(Schema schema)
    {
        var builder = SchemaBuilder.Struct().With(schema);
        foreach (var field in schema.FieldSpan)
        {
            if (IsKept(field.Name))
            {
                builder.Field(_renames.GetValueOrDefault(field.Name, field.Name), field.Schema);
            }
        }

        var replaced = builder.Build();
        return new(replaced, [.. replaced.Fields.Select(field => schema.Field(OldNameOf(field.Name)) ?? throw new DataException($"{OldNameOf(field.Name)} is not a valid field name"))]);
    }

    // As in Kafka Connect by its new name alone, which two fields may have been given.
    private string OldNameOf(string name) =>
        JavaHashOrder.Of(_renames.Keys).LastOrDefault(old => _renames[old] == name) ?? name;

    private bool IsKept(string? field) => !_excluded.Contains(field!) && (_included.Count == 0 || _included.Contains(field!)); // sets of texts can be asked for null

    private sealed record Plan(Schema Schema, Field[] Sources);
}
