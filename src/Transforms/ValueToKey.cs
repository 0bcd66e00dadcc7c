using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Replaces the key by fields of the value.</summary>
[Plugin("org.apache.kafka.connect.transforms.ValueToKey")]
public sealed class ValueToKey : ITransformation
{
    private const string Purpose = "copying fields from value to key";

    private static readonly ConfigDef Definition = new ConfigDef()
        .List(
            TransformSettings.Fields,
            "Names of the value's fields that make up the key.",
            importance: Importance.High,
            validator: Validators.List(allowEmpty: false))
        .WithNullSetting()
        .WithFieldSyntaxOnRequest(TransformSettings.Fields);

    private readonly PerSchema<KeyPlan> _plans;
    private FieldPath[] _fields = [];
    private bool _withDefaults;

    /// <summary>A transformation that has yet to be configured.</summary>
    public ValueToKey() => _plans = new(PlanFor);

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _fields = [.. config.GetList(TransformSettings.Fields).Select(config.PathOf)];
        foreach (var same in _fields.GroupBy(field => field.Names[^1]).Where(group => group.Count() > 1 && group.Any(field => field.IsWithin)))
        {
            throw ConfigException.Invalid(
                TransformSettings.Fields, string.Join(',', same.Select(field => field.Text)), $"The key would have more than one field '{same.Key}'. Leave all but one out.");
        }

        _withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.ValueSchema is null ? ApplySchemaless(record) : ApplyWithSchema(record);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private ConnectRecord ApplySchemaless(ConnectRecord record)
    {
        var value = Requirements.Map(record.Value, Purpose);
        var key = new ConnectMap(_fields.Length);
        foreach (var field in _fields)
        {
            key[field.Names[^1]] = field.ValueIn(value);
        }

        return record.With(RecordPart.Key, null, key);
    }

    private ConnectRecord ApplyWithSchema(ConnectRecord record)
    {
        var value = Requirements.Struct(record.Value, Purpose);
        var plan = _plans.For(value.Schema);
        var key = new Struct(plan.KeySchema);
        for (var i = 0; i < plan.Fields.Length; i++)
        {
            key.Put(plan.KeySchema.FieldSpan[i], plan.Fields[i] is { } field ? value.Read(field, _withDefaults) : _fields[i].ValueIn(value, _withDefaults));
        }

        // A value of another schema than its record says goes on under its own.
        var keyed = record.With(RecordPart.Key, plan.KeySchema, key);
        return ReferenceEquals(record.ValueSchema, value.Schema) ? keyed : keyed.With(RecordPart.Value, value.Schema, value);
    }

    private KeyPlan PlanFor(Schema schema)
    {
        var builder = SchemaBuilder.Struct();
        var fields = new Field?[_fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            var path = _fields[i];
            var field = path.FieldIn(schema) ?? throw new DataException($"Field does not exist: {path.Text}");
            builder.Field(field.Name, path.IsInOptional(schema) ? field.Schema.AsOptional() : field.Schema);
            fields[i] = path.IsWithin ? null : field;
        }

        return new(builder.Build(), fields);
    }

    /// <summary>What becomes of the values of one schema: the key's schema and, where they are not within others, the fields that it is of.</summary>
    private sealed record KeyPlan(Schema KeySchema, Field?[] Fields);
}
