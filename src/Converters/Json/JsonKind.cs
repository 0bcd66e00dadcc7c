namespace OrleansConnect.Converters.Json;

/// <summary>What a JSON value is.</summary>
internal enum JsonKind : byte
{
    /// <summary>There is no value: the input is empty.</summary>
    Missing,
    Null,
    False,
    True,

    /// <summary>A number without point and exponent.</summary>
    Integer,

    /// <summary>A number with a point or an exponent.</summary>
    Decimal,
    String,
    Array,
    Object,
}
