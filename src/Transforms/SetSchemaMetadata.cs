using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Gives the schema of the key or value another name, version or both.</summary>
[Plugin("org.apache.kafka.connect.transforms.SetSchemaMetadata$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.SetSchemaMetadata$Value", RecordPart.Value)]
public sealed class SetSchemaMetadata : ITransformation
{
    private const string NameSetting = "schema.name";
    private const string VersionSetting = "schema.version";

    private static readonly ConfigDef Definition = new ConfigDef()
        .String(NameSetting, "The new name.", required: false, importance: Importance.High)
        .Int(VersionSetting, "The new version.", required: false, importance: Importance.High)
        .WithNullSetting();

    private readonly RecordPart _part;
    private readonly PerSchema<Schema> _schemas;
    private string? _name;
    private int? _version;
    private bool _withDefaults;

    /// <summary>A transformation of keys or values.</summary>
    public SetSchemaMetadata(RecordPart part)
    {
        _part = part;
        _schemas = new(Renamed);
    }

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _name = config.GetStringOrNull(NameSetting);
        _version = config.GetIntOrNull(VersionSetting);
        _withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
        if (_name is null && _version is null)
        {
            throw new ConfigException("Neither schema name nor version configured");
        }
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(_part);
        if (schema is null)
        {
            return value is null ? record : throw new DataException("Schema required for [updating schema metadata]");
        }

        var changed = _schemas.For(schema);
        return record.With(_part, changed, value is Struct container ? Copy(container, changed) : value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    // As in Kafka Connect, only structs can be renamed, whatever the documentation says.
    private Schema Renamed(Schema schema) => schema.Type == SchemaType.Struct
        ? schema.WithMetadata(_name ?? schema.Name, _version ?? schema.Version)
        : throw new DataException("Cannot list fields on non-struct type");

    private Struct Copy(Struct value, Schema schema)
    {
        var copy = new Struct(schema);
        foreach (var field in schema.FieldSpan)
        {
            // A value of another schema than its record's is read by position with defaults, and by name without, as in Kafka Connect.
            copy.Put(field, _withDefaults ? value.Get(field) : value.GetWithoutDefault(field.Name));
        }

        return copy;
    }
}
