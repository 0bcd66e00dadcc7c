using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Replaces the key or value by one of its fields.</summary>
[Plugin("org.apache.kafka.connect.transforms.ExtractField$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.ExtractField$Value", RecordPart.Value)]
public sealed class ExtractField(RecordPart part) : ITransformation
{
    private const string FieldSetting = "field";
    private const string Purpose = "field extraction";

    private static readonly ConfigDef Definition = new ConfigDef()
        .String(FieldSetting, "Name of the field.")
        .WithNullSetting()
        .WithFieldSyntax(FieldSetting);

    private FieldPath _path = FieldPath.Of("");
    private bool _withDefaults;

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings)
    {
        var config = Definition.Read(settings);
        _path = config.PathOf(config.GetString(FieldSetting));
        _withDefaults = config.GetBoolean(TransformSettings.WithDefaults);
    }

    /// <inheritdoc/>
    public ConnectRecord? Apply(ConnectRecord record)
    {
        var (schema, value) = record.Get(part);
        if (schema is null)
        {
            return record.With(part, null, value is null ? null : _path.ValueIn(Requirements.Map(value, Purpose)));
        }

        var container = Requirements.StructOrNull(value, Purpose);
        var field = _path.FieldIn(schema) ?? throw new ArgumentException($"Unknown field: {_path.Text}");
        return record.With(part, field.Schema, container is null ? null : _path.ValueIn(container, _withDefaults));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }
}
