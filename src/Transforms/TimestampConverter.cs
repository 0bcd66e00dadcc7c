using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Turns a time, in a field or the key or value itself, into another representation: text, a number, or one of the logical types.</summary>
[Plugin("org.apache.kafka.connect.transforms.TimestampConverter$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.TimestampConverter$Value", RecordPart.Value)]
public sealed class TimestampConverter : ITransformation
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
        .WithNullSetting();

    private readonly RecordPart _part;
    private readonly PerSchema<Schema> _schemas;
    private string _field = "";
    private TimestampForms _forms = TimestampForms.None;
    private bool _withDefaults;

    /// <summary>A transformation of keys or values.</summary>
    public TimestampConverter(RecordPart part)
    {
        _part = part;
        _schemas = new(Converted);
    }

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _field = config.GetString(FieldSetting);
        _forms = TimestampForms.Of(config.GetString(TargetSetting), config.GetString(FormatSetting), config.GetString(PrecisionSetting));
        _withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(_part);
        if (schema is null)
        {
            return record.With(_part, null, value is null || _field.Length == 0 ? _forms.Convert(value) : OfMap(Requirements.Map(value, Purpose)));
        }

        if (_field.Length == 0)
        {
            return record.With(_part, _forms.TargetSchema(schema.IsOptional), _forms.Convert(value, schema));
        }

        var container = Requirements.StructOrNull(value, Purpose);
        var converted = _schemas.For(schema);
        return record.With(_part, converted, container is null ? null : OfStruct(container, converted));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private ConnectMap OfMap(ConnectMap value) => new(value) { [_field] = _forms.Convert(value[_field]) };

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
