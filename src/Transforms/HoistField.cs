using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Wraps the key or value into a struct or map with one field.</summary>
[Plugin("org.apache.kafka.connect.transforms.HoistField$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.HoistField$Value", RecordPart.Value)]
public sealed class HoistField : ITransformation
{
    private const string FieldSetting = "field";

    private static readonly ConfigDef Definition = new ConfigDef().String(FieldSetting, "Name of the field that holds what was there before.");

    private readonly RecordPart _part;
    private readonly PerSchema<Schema> _schemas;
    private string _field = "";

    /// <summary>A transformation of keys or values.</summary>
    public HoistField(RecordPart part)
    {
        _part = part;
        _schemas = new(schema => SchemaBuilder.Struct().Field(_field, schema).Build());
    }

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings) => _field = Definition.Read(settings).GetString(FieldSetting);

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(_part);
        if (schema is null)
        {
            return record.With(_part, null, new ConnectMap(1) { [_field] = value });
        }

        var hoisted = _schemas.For(schema);
        return record.With(_part, hoisted, new Struct(hoisted).Put(hoisted.FieldSpan[0], value));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}
