using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Transforms;

/// <summary>Leaves out fields of a struct or map and gives others new names.</summary>
internal sealed class FieldReplacement : IFieldEdit
{
    private readonly HashSet<string> _excluded = [];
    private readonly HashSet<string> _included = [];
    private readonly Dictionary<string, string> _renames = [];
    private readonly bool _withDefaults;
    private readonly PerSchema<Plan> _plans;

    /// <param name="fields">What is to be done to which field.</param>
    /// <param name="withDefaults">Whether a field that is null counts as having its schema's default.</param>
    /// <param name="isWithin">Whether the struct is one within another, which may be null afterwards as before. Kafka Connect forgets that of a whole key or value.</param>
    public FieldReplacement(IReadOnlyList<(string Name, FieldChange Change)> fields, bool withDefaults, bool isWithin)
    {
        foreach (var (name, change) in fields)
        {
            switch (change.Kind)
            {
                case FieldChange.What.Exclude:
                    _excluded.Add(name);
                    break;
                case FieldChange.What.Include:
                    _included.Add(name);
                    break;
                default:
                    _renames[name] = change.NewName;
                    break;
            }
        }

        _withDefaults = withDefaults;
        _plans = new(schema => PlanFor(schema, isWithin && schema.IsOptional));
    }

    public Schema SchemaOf(Schema schema) => _plans.For(schema).Schema;

    public Struct Edit(Struct value, Schema schema, ConnectRecord record)
    {
        var plan = _plans.For(value.Schema);
        var replaced = new Struct(plan.Schema);
        for (var i = 0; i < plan.Sources.Length; i++)
        {
            replaced.Put(plan.Schema.FieldSpan[i], value.Read(plan.Sources[i] ?? throw NoField(plan, i), _withDefaults));
        }

        return replaced;
    }

    public ConnectMap Edit(ConnectMap value, ConnectRecord record)
    {
        var replaced = Replaced(value, out var isDoubled);

        // Of two fields that get one name the last counts, in Java's order.
        return isDoubled ? Replaced(JavaMapOrder.Sort(value), out _) : replaced;
    }

    private ConnectMap Replaced(ConnectMap value, out bool isDoubled)
    {
        var kept = 0;
        var replaced = new ConnectMap(value.Count);
        for (var i = 0; i < value.Count; i++)
        {
            var (key, field) = value.At(i);
            var name = Requirements.Name(key);
            if (IsKept(name))
            {
                replaced[name is null ? null : _renames.GetValueOrDefault(name, name)] = field;
                kept++;
            }
        }

        isDoubled = kept > replaced.Count;
        return replaced;
    }

    private Plan PlanFor(Schema schema, bool isOptional)
    {
        var builder = SchemaBuilder.Struct().With(schema);
        foreach (var field in schema.FieldSpan)
        {
            if (IsKept(field.Name))
            {
                builder.Field(_renames.GetValueOrDefault(field.Name, field.Name), field.Schema);
            }
        }

        var replaced = (isOptional ? builder.Optional() : builder).Build();
        return new(replaced, [.. replaced.Fields.Select(field => schema.Field(OldNameOf(field.Name)))]);
    }

    private DataException NoField(Plan plan, int target) => new($"{OldNameOf(plan.Schema.FieldSpan[target].Name)} is not a valid field name");

    // As in Kafka Connect by its new name alone, which two fields may have been given.
    private string OldNameOf(string name) =>
        JavaMapOrder.Sort(_renames.Keys, old => old, _renames.Count).LastOrDefault(old => _renames[old] == name) ?? name;

    private bool IsKept(string? field) => !_excluded.Contains(field!) && (_included.Count == 0 || _included.Contains(field!)); // sets of texts can be asked for null

    private sealed record Plan(Schema Schema, Field?[] Sources);
}
