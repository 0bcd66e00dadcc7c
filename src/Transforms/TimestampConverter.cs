using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Turns a time, in a field or the key or value itself, into another representation: text, a number, or one of the logical types.</summary>
[Plugin("org.apache.kafka.connect.transforms.TimestampConverter$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.TimestampConverter$Value", RecordPart.Value)]
public sealed class TimestampConverter(RecordPart part) : ITransformation
{
    private const string FieldSetting = "field";
    private const string TargetSetting = "target.type";
    private const string FormatSetting = "format";
    private const string PrecisionSetting = "unix.precision";
    private const string Purpose = "converting timestamp formats";

    private static readonly ConfigDef Definition = new ConfigDef()
        .String(FieldSetting, "Name of the field; empty for the key or value itself.", defaultValue: "", importance: Importance.High)
        .String(TargetSetting, "The representation it gets.", oneOf: TimestampForms.Names, importance: Importance.High)
        .String(FormatSetting, "Java pattern (SimpleDateFormat) of times that are texts, before or afterwards.", defaultValue: "")
        .String(
            PrecisionSetting,
            "Unit of times that are numbers, before or afterwards. Times are kept in milliseconds on the way.",
            defaultValue: "milliseconds",
            oneOf: UnixPrecision.Names,
            importance: Importance.Low)
        .WithNullSetting()
        .WithFieldSyntaxOnRequest(FieldSetting);

    private TimestampForms _forms = TimestampForms.None;
    private IFieldEdit? _field;

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        var withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
        var forms = TimestampForms.Of(config.GetString(TargetSetting), config.GetString(FormatSetting), config.GetString(PrecisionSetting));
        _forms = forms;
        _field = config.GetString(FieldSetting) is { Length: > 0 } name
            ? FieldTree<TimestampForms>.Of([(config.PathOf(name), forms)]).ToEdit((fields, _) => new TimestampConversion(fields[0].Name, forms, withDefaults), withDefaults)
            : null;
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(part);
        if (schema is null)
        {
            return record.With(part, null, value is null || _field is null ? _forms.Convert(value) : _field.Edit(Requirements.Map(value, Purpose), record));
        }

        if (_field is null)
        {
            return record.With(part, _forms.TargetSchema(schema.IsOptional), _forms.Convert(value, schema));
        }

        var container = Requirements.StructOrNull(value, Purpose);
        return record.With(part, _field.SchemaOf(schema), container is null ? null : _field.Edit(container, schema, record));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}
