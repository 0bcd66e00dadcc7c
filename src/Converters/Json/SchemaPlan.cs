using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Converters.Json;

/// <summary>A schema with what reading and writing its values needs over and over, worked out once.</summary>
internal sealed class SchemaPlan
{
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _fieldsByName;

    public SchemaPlan(Schema schema)
    {
        Schema = schema;
        Type = schema.Type;
        Logical = LogicalTypeNames.Of(schema);
        Keys = schema.KeySchema is { } keys ? new(keys) : null;
        Elements = schema.ElementSchema is { } elements ? new(elements) : null;
        Fields = new FieldPlan[schema.FieldSpan.Length];
        var fieldsByName = new Dictionary<byte[], int>(Utf8Comparer.Instance);
        foreach (var field in schema.FieldSpan)
        {
            Fields[field.Index] = new FieldPlan(field);
            fieldsByName[Fields[field.Index].Name] = field.Index;
        }

        _fieldsByName = fieldsByName.GetAlternateLookup<ReadOnlySpan<byte>>();
        IsPlain = Logical == LogicalType.None && Type switch
        {
            SchemaType.Bytes or SchemaType.Array or SchemaType.Map => false,
            _ => Array.TrueForAll(Fields, field => field.IsPlain),
        };
    }

    public Schema Schema { get; }

    public SchemaType Type { get; }

    public LogicalType Logical { get; }

    public SchemaPlan? Keys { get; }

    public SchemaPlan? Elements { get; }

    public FieldPlan[] Fields { get; }

    /// <summary>Whether a <see cref="PlainStructReader"/> knows the type, and those of all fields.</summary>
    public bool IsPlain { get; }

    /// <summary>How many messages in a row began with the schema and were not as plain as it. After 16 no <see cref="PlainStructReader"/> tries another.</summary>
    public int Deviations { get; set; }

    /// <summary>The start of the envelope, up to the payload, once a writer has made it.</summary>
    public byte[]? EnvelopeStart { get; set; }

    /// <summary>The position of the field of that name, or -1. Members mostly come in the order of the fields, hence the guess.</summary>
    public int IndexOfField(ReadOnlySpan<byte> json, in JsonToken name, int guess)
    {
        var bytes = json.Slice(name.Start, name.Length);
        if (name.Form == JsonStringForm.Encoded)
        {
            return Schema.Field(JsonText.Of(json, name))?.Index ?? -1;
        }

        if ((uint)guess < (uint)Fields.Length && bytes.SequenceEqual(Fields[guess].Name))
        {
            return guess;
        }

        return _fieldsByName.TryGetValue(bytes, out var index) ? index : -1;
    }
}
