using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Transforms;

/// <summary>Makes one level of fields of structs or maps within others.</summary>
[Plugin("org.apache.kafka.connect.transforms.Flatten$Key", RecordPart.Key)]
[Plugin("org.apache.kafka.connect.transforms.Flatten$Value", RecordPart.Value)]
public sealed class Flatten : ITransformation
{
    private const string DelimiterSetting = "delimiter";

    private static readonly ConfigDef Definition = new ConfigDef()
        .String(DelimiterSetting, "What stands between the names that make up a field's new name.", defaultValue: ".");

    private readonly RecordPart _part;
    private readonly PerSchema<FlatSchema> _plans;
    private string _delimiter = ".";

    /// <summary>A transformation of keys or values.</summary>
    public Flatten(RecordPart part)
    {
        _part = part;
        _plans = new(schema => FlatSchema.Of(schema, _delimiter));
    }

    /// <inheritdoc/>
    public ConfigDef Config => Definition;

    /// <inheritdoc/>
    public void Configure(IReadOnlyDictionary<string, string> settings) => _delimiter = Definition.Read(settings).GetString(DelimiterSetting);

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
            var flat = new ConnectMap();
            AddEntries(Requirements.Map(value, FlatSchema.Purpose), "", flat);
            return record.With(_part, null, flat);
        }

        var container = Requirements.Struct(value, FlatSchema.Purpose);
        var plan = _plans.For(schema);
        if (!ReferenceEquals(container.Schema, schema) && !container.Schema.Equals(schema))
        {
            throw new DataException("Struct schemas do not match.");
        }

        return record.With(_part, plan.Schema, plan.Apply(container));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    private void AddEntries(ConnectMap map, string prefix, ConnectMap flat)
    {
        for (var i = 0; i < map.Count; i++)
        {
            var (key, value) = map.At(i);
            var name = Requirements.Name(key);
            name = prefix.Length == 0 ? name : $"{prefix}{_delimiter}{name ?? "null"}";
            switch (value)
            {
                case ConnectMap within:
                    AddEntries(within, name ?? "null", flat);
                    break;
                case Struct:
                    throw new DataException($"Flatten transformation does not support class {JavaNames.Of(value)} for record without schemas (for field {name}).");
                case not null when SchemaTypeNames.OfValue(value) is null:
                    throw new DataException($"Flatten transformation was passed a value of type class {JavaNames.Of(value)} which is not supported by Connect's data API");
                default:
                    flat[name] = value;
                    break;
            }
        }
    }
}
