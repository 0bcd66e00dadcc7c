using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;
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
            return record.With(_part, null, Flat(Requirements.Map(value, FlatSchema.Purpose)));
        }

        var container = Requirements.Struct(value, FlatSchema.Purpose);
        var plan = _plans.For(schema);
        if (!ReferenceEquals(container.Schema, schema) && !container.Schema.Equals(schema))
        {
            return record.With(_part, plan.Schema, plan.ApplyByNames(container, _delimiter));
        }

        return record.With(_part, plan.Schema, plan.Apply(container));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Holds nothing.
    }

    // Of two entries of one name the last counts, and of two that cannot be flattened the first is told: only then Java's order matters.
    private ConnectMap Flat(ConnectMap map)
    {
        try
        {
            var flat = new ConnectMap();
            if (AddEntries(map, "", flat, inJavasOrder: false) == flat.Count)
            {
                return flat;
            }
        }
        catch (DataException)
        {
            // It is thrown again below, unless it is about another field.
        }

        var sorted = new ConnectMap();
        AddEntries(JavaMapOrder.Sort(map), "", sorted, inJavasOrder: true);
        return sorted;
    }

    // Gives how many entries there are, also of the same name.
    private int AddEntries(ConnectMap map, string prefix, ConnectMap flat, bool inJavasOrder)
    {
        var count = 0;
        for (var i = 0; i < map.Count; i++)
        {
            var (key, value) = map.At(i);
            var name = Requirements.Name(key);
            name = prefix.Length == 0 ? name : $"{prefix}{_delimiter}{name ?? "null"}";
            switch (value)
            {
                case ConnectMap within:
                    count += AddEntries(inJavasOrder ? JavaMapOrder.Sort(within) : within, name ?? OfNoName(within), flat, inJavasOrder);
                    break;
                case Struct:
                    throw new DataException($"Flatten transformation does not support class {JavaNames.Of(value)} for record without schemas (for field {name ?? "null"}).");
                case not null when SchemaTypeNames.OfValue(value) is null:
                    throw new DataException($"Flatten transformation was passed a value of type class {JavaNames.Of(value)} which is not supported by Connect's data API");
                default:
                    flat[name] = value;
                    count++;
                    break;
            }
        }

        return count;
    }

    // What is within a map without a name has no name to go by either, unless there is nothing.
    private static string OfNoName(ConnectMap within) => within.Count == 0
        ? ""
        : throw new DataException("Flatten transformation cannot name the fields of a map that is a field without a name itself.");
}
