using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Adds fields with a record's topic, partition, offset or timestamp, or with a fixed text.</summary>
[Plugin("org.apache.kafka.connect.transforms.InsertField$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.InsertField$Value", RecordPart.Value)]
public sealed class InsertField : ITransformation
{
    private const string StaticField = "static.field";
    private const string StaticValue = "static.value";
    private const string Purpose = "field insertion";
    private const string Suffix = " A ! behind the name makes the field required, a ? optional, which it is anyway.";

    private static readonly ConfigDef Definition = new ConfigDef()
        .String("topic.field", "Name of a field for the topic." + Suffix, required: false)
        .String("partition.field", "Name of a field for the partition." + Suffix, required: false)
        .String("offset.field", "Name of a field for the offset, for sink connectors only." + Suffix, required: false)
        .String("timestamp.field", "Name of a field for the record's timestamp." + Suffix, required: false)
        .String(StaticField, "Name of a field for a fixed text." + Suffix, required: false)
        .String(StaticValue, "The fixed text.", required: false)
        .WithNullSetting();

    private readonly RecordPart _part;
    private readonly PerSchema<Schema> _schemas;
    private InsertedField[] _inserted = [];
    private bool _withDefaults;

    /// <summary>A transformation of keys or values.</summary>
    public InsertField(RecordPart part)
    {
        _part = part;
        _schemas = new(Extended);
    }

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        var text = config.GetStringOrNull(StaticValue);
        InsertedField?[] inserted =
        [
            InsertedField.Parse(config.GetStringOrNull("topic.field"), Schema.String, Schema.OptionalString, (record, _) => record.Topic),
            InsertedField.Parse(config.GetStringOrNull("partition.field"), Schema.Int32, Schema.OptionalInt32, (record, _) => record.Partition),
            InsertedField.Parse(
                config.GetStringOrNull("offset.field"), Schema.Int64, Schema.OptionalInt64, (record, _) => Requirements.SinkRecord(record, Purpose).KafkaOffset),
            InsertedField.Parse(
                config.GetStringOrNull("timestamp.field"), TimestampSchema.Instance, TimestampSchema.Optional, (record, hasSchema) => TimestampOf(record, hasSchema)),
            InsertedField.Parse(config.GetStringOrNull(StaticField), Schema.String, Schema.OptionalString, (_, _) => text),
        ];
        _inserted = [.. inserted.OfType<InsertedField>()];
        _withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
        if (_inserted.Length == 0)
        {
            throw new ConfigException("No field insertion configured");
        }

        if (inserted[^1] is { } field && text is null)
        {
            throw ConfigException.Invalid(StaticValue, null, $"No value specified for static field: {field.Name}");
        }
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
            return record.With(_part, null, OfMap(record, Requirements.Map(value, Purpose)));
        }

        var extended = OfStruct(record, Requirements.Struct(value, Purpose));
        return record.With(_part, extended.Schema, extended);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private static object? TimestampOf(ConnectRecord record, bool hasSchema) => record.TimestampMs is not { } ms ? null : hasSchema ? new UtcInstant(ms) : ms;

    private ConnectMap OfMap(ConnectRecord record, ConnectMap value)
    {
        var extended = new ConnectMap(value);
        foreach (var field in _inserted)
        {
            if (field.ValueOf(record, false) is { } inserted)
            {
                extended[field.Name] = inserted;
            }
        }

        return extended;
    }

    private Struct OfStruct(ConnectRecord record, Struct value)
    {
        var extended = new Struct(_schemas.For(value.Schema));
        var fields = extended.Schema.FieldSpan;
        foreach (var field in value.Schema.FieldSpan)
        {
            extended.Put(fields[field.Index], value.Read(field, _withDefaults));
        }

        for (var i = 0; i < _inserted.Length; i++)
        {
            if (_inserted[i].ValueOf(record, true) is { } inserted)
            {
                extended.Put(fields[value.Schema.FieldSpan.Length + i], inserted);
            }
        }

        return extended;
    }

    private Schema Extended(Schema schema)
    {
        var builder = SchemaBuilder.Struct().With(schema);
        foreach (var field in schema.FieldSpan)
        {
            builder.Field(field.Name, field.Schema);
        }

        foreach (var field in _inserted)
        {
            builder.Field(field.Name, field.Schema);
        }

        return builder.Build();
    }
}
