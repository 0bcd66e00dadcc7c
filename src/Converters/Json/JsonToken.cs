namespace OrleansConnect.Converters.Json;

/// <summary>One value or member name on a <see cref="JsonTape"/>.</summary>
internal struct JsonToken
{
    /// <summary>Where its bytes start; a string's behind its quote.</summary>
    public int Start;

    /// <summary>How many bytes it has; a string's without its quotes.</summary>
    public int Length;

    /// <summary>The token behind it and all that it contains.</summary>
    public int Next;

    public JsonKind Kind;

    public JsonStringForm Form;

    /// <summary>The name by which Kafka Connect's messages call it.</summary>
    public readonly string TypeName => Kind switch
    {
        JsonKind.Missing => "MISSING",
        JsonKind.Null => "NULL",
        JsonKind.False or JsonKind.True => "BOOLEAN",
        JsonKind.Integer or JsonKind.Decimal => "NUMBER",
        JsonKind.String => "STRING",
        JsonKind.Array => "ARRAY",
        _ => "OBJECT",
    };

    public readonly bool IsNumber => Kind is JsonKind.Integer or JsonKind.Decimal;
}
