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

    private static readonly ConfigDef Definition = new ConfigDef()
        .String(FieldSetting, "Name of the field that holds what was there before.")
        .WithFieldSyntaxOnRequest(FieldSetting);

    private readonly RecordPart _part;
    private readonly PerSchema<Schema[]> _schemas;
    private FieldPath _path = FieldPath.Of("");

    /// <summary>A transformation of keys or values.</summary>
    public HoistField(RecordPart part)
    {
        _part = part;
        _schemas = new(schema => [.. Hoisted(schema)]);
    }

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _path = config.PathOf(config.GetString(FieldSetting));
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(_part);
        if (schema is null)
        {
            foreach (var name in _path.Outwards)
            {
                value = new ConnectMap(1) { [name] = value };
            }

            return record.With(_part, null, value);
        }

        var schemas = _schemas.For(schema);
        foreach (var hoisted in schemas)
        {
            value = new Struct(hoisted).Put(hoisted.FieldSpan[0], value);
        }

        return record.With(_part, schemas[^1], value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    // From the innermost struct to the outermost.
    private IEnumerable<Schema> Hoisted(Schema schema)
    {
        foreach (var name in _path.Outwards)
        {
            yield return schema = SchemaBuilder.Struct().Field(name, schema).Build();
        }
    }
}
