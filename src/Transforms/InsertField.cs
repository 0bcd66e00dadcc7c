using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Adds fields with a record's topic, partition, offset or timestamp, or with a fixed text.</summary>
[Plugin("org.apache.kafka.connect.transforms.InsertField$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.InsertField$Value", RecordPart.Value)]
public sealed class InsertField(RecordPart part) : ITransformation
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
        .WithNullSetting()
        .WithFieldSyntaxOnRequest("topic.field", "partition.field", "offset.field", "timestamp.field", StaticField);

    private IFieldEdit _fields = new FieldInsertion([], withDefaults: true, isWithin: false);

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
        if (Array.TrueForAll(inserted, field => field is null))
        {
            throw new ConfigException("No field insertion configured");
        }

        if (inserted[^1] is { } field && text is null)
        {
            throw ConfigException.Invalid(StaticValue, null, $"No value specified for static field: {field.Name}");
        }

        var withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
        _fields = FieldTree<InsertedField>.Of(inserted.OfType<InsertedField>().Select(insertion => (config.PathOf(insertion.Name), insertion)))
            .ToEdit((fields, isWithin) => new FieldInsertion([.. fields.Select(added => added.Said with { Name = added.Name })], withDefaults, isWithin), withDefaults, isMaking: true);
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

        var extended = _fields.Edit(Requirements.Struct(value, Purpose), schema, record);
        return record.With(part, extended.Schema, extended);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private static object? TimestampOf(ConnectRecord record, bool hasSchema) => record.TimestampMs is not { } ms ? null : hasSchema ? new UtcInstant(ms) : ms;
}
