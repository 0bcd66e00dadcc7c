using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Replaces fields by a value that says nothing, or by one of the user's.</summary>
[Plugin("org.apache.kafka.connect.transforms.MaskField$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.MaskField$Value", RecordPart.Value)]
public sealed class MaskField : ITransformation
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
        .WithNullSetting();

    private readonly RecordPart _part;
    private readonly PerSchema<bool[]> _areMasked;
    private string[] _fields = [];
    private Mask _mask = new(null);
    private bool _withDefaults;

    /// <summary>A transformation of keys or values.</summary>
    public MaskField(RecordPart part)
    {
        _part = part;
        _areMasked = new(schema => [.. schema.Fields.Select(field => _fields.Contains(field.Name))]);
    }

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _fields = JavaHashOrder.Of(config.GetList(TransformSettings.Fields));
        _mask = new Mask(config.GetStringOrNull(ReplacementSetting));
        _withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(_part);
        return schema is null
            ? record.With(_part, null, OfMap(Requirements.Map(value, Purpose)))
            : record.With(_part, schema, OfStruct(Requirements.Struct(value, Purpose)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private ConnectMap OfMap(ConnectMap value)
    {
        var masked = new ConnectMap(value);
        foreach (var field in _fields)
        {
            masked[field] = _mask.Of(value[field]);
        }

        return masked;
    }

    private Struct OfStruct(Struct value)
    {
        var isMasked = _areMasked.For(value.Schema);
        var masked = new Struct(value.Schema);
        foreach (var field in value.Schema.FieldSpan)
        {
            var old = value.Read(field, _withDefaults);
            masked.Put(field, isMasked[field.Index] ? _mask.Of(old) : old);
        }

        return masked;
    }
}
