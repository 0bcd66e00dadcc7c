using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Replaces fields by a value that says nothing, or by one of the user's.</summary>
[Plugin("org.apache.kafka.connect.transforms.MaskField$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.MaskField$Value", RecordPart.Value)]
public sealed class MaskField(RecordPart part) : ITransformation
{
    private const string ReplacementSetting = "replacement";
    private const string Purpose = "mask fields";

    private static readonly ConfigDef Definition = new ConfigDef()
        .List(TransformSettings.Fields, "Names of the fields to mask.", importance: Importance.High, validator: Validators.List(allowEmpty: false))
        .String(
            ReplacementSetting,
            "What the fields get, numbers and texts only. Without it: 0, false, an empty text or list, or the start of the epoch.",
            required: false,
            importance: Importance.Low,
            validator: Validators.NonEmpty)
        .WithNullSetting()
        .WithFieldSyntaxOnRequest(TransformSettings.Fields);

    private IFieldEdit _fields = new FieldMask([], new(null), withDefaults: true);

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        var mask = new Mask(config.GetStringOrNull(ReplacementSetting));
        var withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
        _fields = FieldTree<Mask>.Of(JavaMapOrder.SortSet(config.GetList(TransformSettings.Fields)).Select(field => (config.PathOf(field), mask)))
            .ToEdit((fields, _) => new FieldMask([.. fields.Select(field => field.Name)], mask, withDefaults), withDefaults);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(part);
        return schema is null
            ? record.With(part, null, _fields.Edit(Requirements.Map(value, Purpose), record))
            : record.With(part, _fields.SchemaOf(schema), _fields.Edit(Requirements.Struct(value, Purpose), schema, record));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}
