using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Leaves fields out and gives others new names.</summary>
[Plugin("org.apache.kafka.connect.transforms.ReplaceField$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.ReplaceField$Value", RecordPart.Value)]
public sealed class ReplaceField(RecordPart part) : ITransformation
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
        .WithNullSetting()
        .WithFieldSyntaxOnRequest(Exclude, Include, Renames);

    private IFieldEdit _fields = new FieldReplacement([], withDefaults: true, isWithin: false);

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        var withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
        _fields = FieldTree<FieldChange>.Of(
            [
                .. config.GetList(Exclude).Select(field => (config.PathOf(field), FieldChange.Exclude)),
                .. Kept([.. config.GetList(Include).Select(config.PathOf)]).Select(field => (field, FieldChange.Include)),
                .. RenameMappings.Parse(config.GetList(Renames)).Select(rename => (config.PathOf(rename.Key), FieldChange.Rename(rename.Value))),
            ])
            .ToEdit((fields, isWithin) => new FieldReplacement(fields, withDefaults, isWithin), withDefaults);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(part);
        if (value is null)
        {
            return record;
        }

        if (schema is null)
        {
            return record.With(part, null, _fields.Edit(Requirements.Map(value, Purpose), record));
        }

        var replaced = _fields.Edit(Requirements.Struct(value, Purpose), schema, record);
        return record.With(part, replaced.Schema, replaced);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    // A field is kept with the fields that it is within; one that is kept as a whole needs no list of what is kept in it.
    private static IEnumerable<FieldPath> Kept(FieldPath[] included) => included
        .Where(path => !Array.Exists(included, path.IsBelow))
        .SelectMany(path => path.Steps);
}
