using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Data;

/// <summary>
/// Describes values: their type, whether they may be null, and what else a reader needs to know. Immutable; two schemas are equal when all
/// their attributes are. Made with a <see cref="SchemaBuilder"/> or taken from the ready ones here. A null schema means "schemaless".
/// </summary>
public sealed class Schema : IEquatable<Schema>
{
    private readonly Field[] _fields;
    private readonly Dictionary<string, Field>? _fieldsByName;
    private int _hash;

    internal Schema(SchemaAttributes attributes)
    {
        Type = attributes.Type;
        IsOptional = attributes.IsOptional;
        DefaultValue = attributes.DefaultValue;
        Name = attributes.Name;
        Version = attributes.Version;
        Doc = attributes.Doc;
        Parameters = attributes.Parameters is { Count: > 0 } parameters ? parameters : null;
        KeySchema = attributes.KeySchema;
        ElementSchema = attributes.ElementSchema;
        _fields = attributes.Fields is null ? [] : [.. attributes.Fields];
        _fieldsByName = attributes.Fields?.ToDictionary(field => field.Name, StringComparer.Ordinal);
        Host = Name is null ? Type.UsualHost() : null;
    }

    /// <summary>A required <see cref="SchemaType.Int8"/>.</summary>
    public static Schema Int8 { get; } = Plain(SchemaType.Int8, false);

    /// <summary>A required <see cref="SchemaType.Int16"/>.</summary>
    public static Schema Int16 { get; } = Plain(SchemaType.Int16, false);

    /// <summary>A required <see cref="SchemaType.Int32"/>.</summary>
    public static Schema Int32 { get; } = Plain(SchemaType.Int32, false);

    /// <summary>A required <see cref="SchemaType.Int64"/>.</summary>
    public static Schema Int64 { get; } = Plain(SchemaType.Int64, false);

    /// <summary>A required <see cref="SchemaType.Float32"/>.</summary>
    public static Schema Float32 { get; } = Plain(SchemaType.Float32, false);

    /// <summary>A required <see cref="SchemaType.Float64"/>.</summary>
    public static Schema Float64 { get; } = Plain(SchemaType.Float64, false);

    /// <summary>A required <see cref="SchemaType.Boolean"/>.</summary>
    public static Schema Boolean { get; } = Plain(SchemaType.Boolean, false);

    /// <summary>A required <see cref="SchemaType.String"/>.</summary>
    public static Schema String { get; } = Plain(SchemaType.String, false);

    /// <summary>A required <see cref="SchemaType.Bytes"/>.</summary>
    public static Schema Bytes { get; } = Plain(SchemaType.Bytes, false);

    /// <summary>An optional <see cref="SchemaType.Int8"/>.</summary>
    public static Schema OptionalInt8 { get; } = Plain(SchemaType.Int8, true);

    /// <summary>An optional <see cref="SchemaType.Int16"/>.</summary>
    public static Schema OptionalInt16 { get; } = Plain(SchemaType.Int16, true);

    /// <summary>An optional <see cref="SchemaType.Int32"/>.</summary>
    public static Schema OptionalInt32 { get; } = Plain(SchemaType.Int32, true);

    /// <summary>An optional <see cref="SchemaType.Int64"/>.</summary>
    public static Schema OptionalInt64 { get; } = Plain(SchemaType.Int64, true);

    /// <summary>An optional <see cref="SchemaType.Float32"/>.</summary>
    public static Schema OptionalFloat32 { get; } = Plain(SchemaType.Float32, true);

    /// <summary>An optional <see cref="SchemaType.Float64"/>.</summary>
    public static Schema OptionalFloat64 { get; } = Plain(SchemaType.Float64, true);

    /// <summary>An optional <see cref="SchemaType.Boolean"/>.</summary>
    public static Schema OptionalBoolean { get; } = Plain(SchemaType.Boolean, true);

    /// <summary>An optional <see cref="SchemaType.String"/>.</summary>
    public static Schema OptionalString { get; } = Plain(SchemaType.String, true);

    /// <summary>An optional <see cref="SchemaType.Bytes"/>.</summary>
    public static Schema OptionalBytes { get; } = Plain(SchemaType.Bytes, true);

    /// <summary>The type of the values.</summary>
    public SchemaType Type { get; }

    /// <summary>Whether a value may be null.</summary>
    public bool IsOptional { get; }

    /// <summary>What stands for a missing value; null when there is none.</summary>
    public object? DefaultValue { get; }

    /// <summary>The name, by which logical types are recognised; null when there is none.</summary>
    public string? Name { get; }

    /// <summary>The version; null when there is none.</summary>
    public int? Version { get; }

    /// <summary>Documentation for people; null when there is none.</summary>
    public string? Doc { get; }

    /// <summary>Further attributes, in the order they were given; null when there are none.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; }

    /// <summary>The schema of a map's keys; null for other types or where the keys are schemaless.</summary>
    public Schema? KeySchema { get; }

    /// <summary>The schema of an array's elements or a map's values; null for other types or where they are schemaless.</summary>
    public Schema? ElementSchema { get; }

    /// <summary>A struct's fields in order; throws <see cref="DataException"/> for other types.</summary>
    public IReadOnlyList<Field> Fields => IsStruct ? _fields : throw new DataException("Cannot list fields on non-struct type");

    /// <summary>A struct's fields without the check of <see cref="Fields"/>, for loops that have made it.</summary>
    public ReadOnlySpan<Field> FieldSpan => _fields;

    /// <summary>The .NET type whose values all fit, without further look at them; null where each has to be looked at.</summary>
    internal Type? Host { get; }

    /// <summary>What stands before each field of a struct in its text: <c>,name=</c>.</summary>
    internal string[] FieldLabels => field ??= Array.ConvertAll(_fields, described => $",{described.Name}=");

    internal bool IsStruct => Type == SchemaType.Struct;

    /// <summary>The field of that name, or null; throws <see cref="DataException"/> for other types than structs.</summary>
    public Field? Field(string name) => IsStruct
        ? _fieldsByName?.GetValueOrDefault(name)
        : throw new DataException("Cannot look up fields on non-struct type");

    /// <summary>The same schema under another name and version.</summary>
    public Schema WithMetadata(string? name, int? version) => new(new SchemaAttributes
    {
        Type = Type,
        IsOptional = IsOptional,
        DefaultValue = DefaultValue,
        Name = name,
        Version = version,
        Doc = Doc,
        Parameters = Parameters,
        KeySchema = KeySchema,
        ElementSchema = ElementSchema,
        Fields = IsStruct ? _fields : null,
    });

    /// <inheritdoc/>
    public bool Equals(Schema? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        return other is not null && GetHashCode() == other.GetHashCode() && SchemaEquality.SameAttributes(this, other);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Schema);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            var hash = SchemaEquality.Hash(this);
            _hash = hash == 0 ? 1 : hash;
        }

        return _hash;
    }

    /// <summary>As in Kafka Connect's messages: <c>Schema{INT32}</c>, or <c>Schema{name:INT32}</c>.</summary>
    public override string ToString() => Name is null ? $"Schema{{{Type.UpperName()}}}" : $"Schema{{{Name}:{Type.UpperName()}}}";

    private static Schema Plain(SchemaType type, bool isOptional) => new(new SchemaAttributes { Type = type, IsOptional = isOptional });
}
