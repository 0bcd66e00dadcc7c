using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Transforms;

/// <summary>
/// Changes fields of structs and maps within another one, and then fields of that one itself. One that is null stays null, and one that is not there is left
/// out, or made where fields are to be added to it.
/// </summary>
internal sealed class EditWithin : IFieldEdit
{
    private static readonly Schema Nothing = SchemaBuilder.Struct().Optional().Build();

    private readonly IFieldEdit? _own;
    private readonly Dictionary<string, IFieldEdit> _within;
    private readonly bool _withDefaults;
    private readonly bool _isMaking;
    private readonly PerSchema<Plan> _plans;

    public EditWithin(IFieldEdit? own, Dictionary<string, IFieldEdit> within, bool withDefaults, bool isMaking)
    {
        (_own, _within, _withDefaults, _isMaking) = (own, within, withDefaults, isMaking);
        _plans = new(PlanFor);
    }

    public Schema SchemaOf(Schema schema)
    {
        var inner = _plans.For(schema).Schema;
        return _own?.SchemaOf(inner) ?? inner;
    }

    public Struct Edit(Struct value, Schema schema, ConnectRecord record)
    {
        var plan = _plans.For(value.Schema);
        var edited = new Struct(plan.Schema);
        foreach (var field in value.Schema.FieldSpan)
        {
            var changed = plan.Changes[field.Index] is { } change ? EditField(value.Get(field), change, record) : value.Read(field, _withDefaults);
            edited.Put(plan.Schema.FieldSpan[field.Index], changed);
        }

        for (var at = value.Schema.FieldSpan.Length; at < plan.Changes.Length; at++)
        {
            edited.Put(plan.Schema.FieldSpan[at], EditField(new Struct(Nothing), plan.Changes[at], record));
        }

        return _own?.Edit(edited, plan.Schema, record) ?? edited;
    }

    public ConnectMap Edit(ConnectMap value, ConnectRecord record)
    {
        var edited = new ConnectMap(value);
        foreach (var (name, edit) in _within)
        {
            if (edited.TryGetValue(name, out var within))
            {
                edited[name] = within is null ? null : edit.Edit(Requirements.Map(within, FieldPath.Purpose), record);
            }
            else if (_isMaking && edit.Edit(new ConnectMap(), record) is { Count: > 0 } made)
            {
                edited[name] = made;
            }
        }

        return _own?.Edit(edited, record) ?? edited;
    }

    private static Struct? EditField(object? value, Change? change, ConnectRecord record) =>
        change is not null && Requirements.StructOrNull(value, FieldPath.Purpose) is { } within ? change.Edit.Edit(within, change.Source, record) : null;

    private Plan PlanFor(Schema schema)
    {
        var builder = SchemaBuilder.Struct().With(schema);
        var changes = new List<Change?>();
        foreach (var field in schema.Fields)
        {
            var change = _within.TryGetValue(field.Name, out var edit) ? ChangeOf(field, edit) : null;
            changes.Add(change);
            builder.Field(field.Name, change?.Target ?? field.Schema);
        }

        foreach (var (name, edit) in _isMaking ? _within.Where(entry => schema.Field(entry.Key) is null) : [])
        {
            var change = new Change(edit, Nothing, edit.SchemaOf(Nothing));
            changes.Add(change);
            builder.Field(name, change.Target);
        }

        return new((schema.IsOptional ? builder.Optional() : builder).Build(), [.. changes]);
    }

    // What changes shape has no default any more: that of a null was put in its place before.
    private static Change ChangeOf(Field field, IFieldEdit edit)
    {
        if (field.Schema.Type != SchemaType.Struct)
        {
            throw new DataException($"The field '{field.Name}' has no fields within it: it is of type {field.Schema.Type.UpperName()}. Mend the path of the transformation.");
        }

        var bare = field.Schema.WithoutDefault();
        var target = edit.SchemaOf(bare);
        return target.Equals(bare) ? new(edit, field.Schema, field.Schema) : new(edit, bare, target);
    }

    /// <summary>What becomes of a field.</summary>
    private sealed record Change(IFieldEdit Edit, Schema Source, Schema Target);

    /// <summary>What becomes of a struct: its new schema, and the fields of that, those that were there before and those that are made.</summary>
    private sealed record Plan(Schema Schema, Change?[] Changes);
}
