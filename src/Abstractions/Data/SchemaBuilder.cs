using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Data;

/// <summary>
/// Builds a <see cref="Schema"/> step by step: <c>SchemaBuilder.Struct().Name("order").Field("id", Schema.Int64).Build()</c>.
/// Each attribute may be set once; a second time is a <see cref="SchemaBuilderException"/>.
/// </summary>
public sealed class SchemaBuilder
{
    private readonly List<Field> _fields = [];
    private readonly OrderedDictionary<string, string> _parameters = new(StringComparer.Ordinal);
    private SchemaAttributes _attributes;
    private bool _optionalIsSet;

    private SchemaBuilder(SchemaAttributes attributes) => _attributes = attributes;

    /// <summary>The type that is being built.</summary>
    public SchemaType Type => _attributes.Type;

    /// <summary>Starts a schema of any type that needs no other schema.</summary>
    public static SchemaBuilder Of(SchemaType type) => new(new SchemaAttributes { Type = type });

    /// <summary>Starts an <see cref="SchemaType.Int8"/>.</summary>
    public static SchemaBuilder Int8() => Of(SchemaType.Int8);

    /// <summary>Starts an <see cref="SchemaType.Int16"/>.</summary>
    public static SchemaBuilder Int16() => Of(SchemaType.Int16);

    /// <summary>Starts an <see cref="SchemaType.Int32"/>.</summary>
    public static SchemaBuilder Int32() => Of(SchemaType.Int32);

    /// <summary>Starts an <see cref="SchemaType.Int64"/>.</summary>
    public static SchemaBuilder Int64() => Of(SchemaType.Int64);

    /// <summary>Starts a <see cref="SchemaType.Float32"/>.</summary>
    public static SchemaBuilder Float32() => Of(SchemaType.Float32);

    /// <summary>Starts a <see cref="SchemaType.Float64"/>.</summary>
    public static SchemaBuilder Float64() => Of(SchemaType.Float64);

    /// <summary>Starts a <see cref="SchemaType.Boolean"/>.</summary>
    public static SchemaBuilder Boolean() => Of(SchemaType.Boolean);

    /// <summary>Starts a <see cref="SchemaType.String"/>.</summary>
    public static SchemaBuilder String() => Of(SchemaType.String);

    /// <summary>Starts a <see cref="SchemaType.Bytes"/>.</summary>
    public static SchemaBuilder Bytes() => Of(SchemaType.Bytes);

    /// <summary>Starts a <see cref="SchemaType.Struct"/>; fields follow with <see cref="Field"/>.</summary>
    public static SchemaBuilder Struct() => Of(SchemaType.Struct);

    /// <summary>Starts an <see cref="SchemaType.Array"/>.</summary>
    public static SchemaBuilder Array(Schema? elementSchema) =>
        ArrayOf(Require(elementSchema, "valueSchema"));

    /// <summary>Starts a <see cref="SchemaType.Map"/>.</summary>
    public static SchemaBuilder Map(Schema? keySchema, Schema? valueSchema) =>
        MapOf(Require(keySchema, "keySchema"), Require(valueSchema, "valueSchema"));

    /// <summary>Allows null.</summary>
    public SchemaBuilder Optional() => SetOptional(true);

    /// <summary>Forbids null, which is the default.</summary>
    public SchemaBuilder Required() => SetOptional(false);

    /// <summary>Sets what stands for a missing value; it must fit the schema as built so far.</summary>
    public SchemaBuilder Default(object? value)
    {
        CheckUnset(_attributes.DefaultValue, "default");
        try
        {
            SchemaValidation.Validate(new Schema(Snapshot() with { DefaultValue = null }), value);
        }
        catch (DataException cause)
        {
            throw new SchemaBuilderException("Invalid default value", cause);
        }

        _attributes = _attributes with { DefaultValue = value };
        return this;
    }

    /// <summary>Sets the name.</summary>
    public SchemaBuilder Name(string? name)
    {
        CheckUnset(_attributes.Name, "name");
        _attributes = _attributes with { Name = name };
        return this;
    }

    /// <summary>Sets the version.</summary>
    public SchemaBuilder Version(int? version)
    {
        CheckUnset(_attributes.Version, "version");
        _attributes = _attributes with { Version = version };
        return this;
    }

    /// <summary>Sets the documentation.</summary>
    public SchemaBuilder Doc(string? doc)
    {
        CheckUnset(_attributes.Doc, "doc");
        _attributes = _attributes with { Doc = doc };
        return this;
    }

    /// <summary>Adds or replaces one further attribute.</summary>
    public SchemaBuilder Parameter(string key, string value)
    {
        _parameters[key] = value;
        return this;
    }

    /// <summary>Adds or replaces further attributes; null adds none.</summary>
    public SchemaBuilder Parameters(IReadOnlyDictionary<string, string>? parameters)
    {
        foreach (var (key, value) in parameters ?? new Dictionary<string, string>())
        {
            _parameters[key] = value;
        }

        return this;
    }

    /// <summary>Adds a field to a struct, after those that are there.</summary>
    public SchemaBuilder Field(string name, Schema? schema)
    {
        if (Type != SchemaType.Struct)
        {
            throw new SchemaBuilderException($"Cannot create fields on type {Type.UpperName()}");
        }

        if (string.IsNullOrEmpty(name))
        {
            throw new SchemaBuilderException("fieldName cannot be null.");
        }

        if (schema is null)
        {
            throw new SchemaBuilderException($"fieldSchema for field {name} cannot be null.");
        }

        if (_fields.Exists(field => field.Name == name))
        {
            throw new SchemaBuilderException($"Cannot create field because of field name duplication {name}");
        }

        _fields.Add(new Field(name, _fields.Count, schema));
        return this;
    }

    /// <summary>The schema as it stands; the builder may go on afterwards.</summary>
    public Schema Build() => new(Snapshot());

    // Only the text of a header may have elements of no common schema.
    internal static SchemaBuilder ArrayOf(Schema? elementSchema) =>
        new(new SchemaAttributes { Type = SchemaType.Array, ElementSchema = elementSchema });

    internal static SchemaBuilder MapOf(Schema? keySchema, Schema? valueSchema) =>
        new(new SchemaAttributes { Type = SchemaType.Map, KeySchema = keySchema, ElementSchema = valueSchema });

    private SchemaAttributes Snapshot() => _attributes with
    {
        Parameters = _parameters.Count == 0 ? null : new OrderedDictionary<string, string>(_parameters, StringComparer.Ordinal),
        Fields = Type == SchemaType.Struct ? [.. _fields] : null,
    };

    private SchemaBuilder SetOptional(bool isOptional)
    {
        if (_optionalIsSet)
        {
            throw AlreadySet("optional");
        }

        _optionalIsSet = true;
        _attributes = _attributes with { IsOptional = isOptional };
        return this;
    }

    private static Schema Require(Schema? schema, string name) =>
        schema ?? throw new SchemaBuilderException($"{name} cannot be null.");

    private static void CheckUnset(object? current, string attribute)
    {
        if (current is not null)
        {
            throw AlreadySet(attribute);
        }
    }

    private static SchemaBuilderException AlreadySet(string attribute) =>
        new($"Invalid SchemaBuilder call: {attribute} has already been set.");
}
