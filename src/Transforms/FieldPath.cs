using System.Text;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Transforms;

/// <summary>The way to a field: its name, or the names of the fields it is within and its own.</summary>
internal sealed class FieldPath
{
    /// <summary>What messages say fields within fields were looked up for.</summary>
    public const string Purpose = "nested field access";

    /// <summary>The most names of a path: what changes fields within fields needs some of the stack for each.</summary>
    public const int NamesMax = 100;

    private readonly string[] _names;

    private FieldPath(string text, string[] names) => (Text, _names) = (text, names);

    /// <summary>The path as users wrote it.</summary>
    public string Text { get; }

    /// <summary>The names, from the outermost field to the one that is meant; an empty path is a <see cref="ConfigException"/>.</summary>
    public ReadOnlySpan<string> Names => _names.Length > 0 ? _names : throw new ConfigException("The path of the field is empty: name a field.");

    /// <summary>The path to each field that the field is within, and the whole path at last.</summary>
    public IEnumerable<FieldPath> Steps => _names.Select((_, at) => new FieldPath(Text, _names[..(at + 1)]));

    /// <summary>The names, from the field that is meant to the outermost.</summary>
    public IEnumerable<string> Outwards => Names.ToArray().Reverse();

    /// <summary>Whether the field is one within another.</summary>
    public bool IsWithin => _names.Length > 1;

    /// <summary>Whether the field is within the field of another path.</summary>
    public bool IsBelow(FieldPath other) => _names.Length > other._names.Length && _names.AsSpan(0, other._names.Length).SequenceEqual(other._names);

    /// <summary>A single name, dots and all.</summary>
    public static FieldPath Of(string name) => new(name, [name]);

    /// <summary>
    /// Names with dots between them. A name within backticks may have dots in it; a backtick before a dot, which would end it, is escaped with
    /// a backslash. Neither a backtick that nothing ends nor more than <see cref="NamesMax"/> names make a path: they are a <see cref="ConfigException"/>.
    /// </summary>
    public static FieldPath Parse(string text)
    {
        var names = new List<string>();
        for (var position = 0; position < text.Length;)
        {
            EnsureRoom(names, text);
            position = text[position] == '`' ? AddQuoted(text, position, names) : AddPlain(text, position, names);
        }

        if (text.EndsWith('.'))
        {
            EnsureRoom(names, text);
            names.Add("");
        }

        return new(text, [.. names]);
    }

    /// <summary>The field in a schema; null when there is none.</summary>
    public Field? FieldIn(Schema schema)
    {
        Field? field = null;
        foreach (var name in Names)
        {
            field = (field is null ? schema : field.Schema).Field(name);
            if (field is null)
            {
                return null;
            }
        }

        return field;
    }

    /// <summary>Whether one of the fields that the field is within may be null.</summary>
    public bool IsInOptional(Schema schema) => Steps.SkipLast(1).Any(step => step.FieldIn(schema)?.Schema.IsOptional ?? false);

    /// <summary>The field's value; null when the field, or one it is within, is not there.</summary>
    public object? ValueIn(Struct container, bool withDefaults)
    {
        foreach (var name in Names[..^1])
        {
            var within = container.Schema.Field(name) is { } field ? Requirements.StructOrNull(container.Get(field), Purpose) : null;
            if (within is null)
            {
                return null;
            }

            container = within;
        }

        return container.Schema.Field(Names[^1]) is { } last ? container.Read(last, withDefaults) : null;
    }

    /// <summary>The field's value; null when the field, or one it is within, is not there.</summary>
    public object? ValueIn(ConnectMap container)
    {
        foreach (var name in Names[..^1])
        {
            if (container[name] is not { } within)
            {
                return null;
            }

            container = Requirements.Map(within, Purpose);
        }

        return container[Names[^1]];
    }

    private static void EnsureRoom(List<string> names, string text)
    {
        if (names.Count == NamesMax)
        {
            throw new ConfigException($"The path of a field has at most {NamesMax} names, and this one more: [{(text.Length > 100 ? $"{text[..100]}…" : text)}]");
        }
    }

    private static int AddPlain(string text, int start, List<string> names)
    {
        var dot = text.IndexOf('.', start);
        names.Add(dot < 0 ? text[start..] : text[start..dot]);
        return dot < 0 ? text.Length : dot + 1;
    }

    // Only a backtick before a dot or the end can close the name.
    private static int AddQuoted(string text, int start, List<string> names)
    {
        var name = new StringBuilder();
        var from = start + 1;
        for (var at = text.IndexOf('`', from); at >= 0; at = text.IndexOf('`', at + 1))
        {
            var isEscaped = text[at - 1] == '\\';
            var isLast = at == text.Length - 1;
            if ((isLast && !isEscaped) || (!isLast && text[at + 1] == '.' && !isEscaped))
            {
                names.Add(name.Append(text, from, at - from).ToString());
                return at + 2;
            }

            if (!isLast && text[at + 1] == '.')
            {
                name.Append(text, from, at - 1 - from).Append('`');
                from = at + 1;
            }
        }

        throw new ConfigException($"Incomplete backtick pair in path: [{text}], consider adding a backslash before backtick at position {start} to escape it");
    }
}
