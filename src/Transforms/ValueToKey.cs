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
        .WithNullSetting();

    private readonly PerSchema<KeyPlan> _plans;
    private string[] _fields = [];
    private bool _withDefaults;

    /// <summary>A transformation that has yet to be configured.</summary>
    public ValueToKey() => _plans = new(PlanFor);

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _fields = [.. config.GetList(TransformSettings.Fields)];
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
            key[field] = value[field];
        }

        return record with { KeySchema = null, Key = key };
    }

    private ConnectRecord ApplyWithSchema(ConnectRecord record)
    {
        var value = Requirements.Struct(record.Value, Purpose);
        var plan = _plans.For(value.Schema);
        var key = new Struct(plan.KeySchema);
        for (var i = 0; i < plan.Fields.Length; i++)
        {
            key.Put(plan.KeySchema.FieldSpan[i], value.Read(plan.Fields[i], _withDefaults));
        }

        return record with { KeySchema = plan.KeySchema, Key = key, ValueSchema = value.Schema };
    }

    private KeyPlan PlanFor(Schema schema)
    {
        var fields = Array.ConvertAll(_fields, name => schema.Field(name) ?? throw new DataException($"Field does not exist: {name}"));
        var builder = SchemaBuilder.Struct();
        foreach (var field in fields)
        {
            builder.Field(field.Name, field.Schema);
        }

        return new(builder.Build(), fields);
    }

    private sealed record KeyPlan(Schema KeySchema, Field[] Fields);
}
