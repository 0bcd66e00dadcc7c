namespace OrleansConnect.Abstractions.Data;

/// <summary>The two spellings of a type: <c>INT32</c> in messages, <c>int32</c> in JSON schemas and configurations.</summary>
public static class SchemaTypeNames
{
    private static readonly string[] Upper =
        ["INT8", "INT16", "INT32", "INT64", "FLOAT32", "FLOAT64", "BOOLEAN", "STRING", "BYTES", "ARRAY", "MAP", "STRUCT"];

    private static readonly string[] Lower = [.. Upper.Select(name => name.ToLowerInvariant())];

    /// <summary>The name in messages, for example <c>INT32</c>.</summary>
    public static string UpperName(this SchemaType type) => Upper[(int)type];

    /// <summary>The name in configurations, for example <c>int32</c>.</summary>
    public static string LowerName(this SchemaType type) => Lower[(int)type];

    /// <summary>The type whose values are held by that .NET type, or null.</summary>
    public static SchemaType? OfValue(object value) => value switch
    {
        string => SchemaType.String,
        long => SchemaType.Int64,
        int => SchemaType.Int32,
        double => SchemaType.Float64,
        bool => SchemaType.Boolean,
        ConnectMap => SchemaType.Map,
        Struct => SchemaType.Struct,
        byte[] or ReadOnlyMemory<byte> => SchemaType.Bytes,
        IReadOnlyList<object?> => SchemaType.Array,
        float => SchemaType.Float32,
        short => SchemaType.Int16,
        sbyte => SchemaType.Int8,
        _ => null,
    };

    /// <summary>Whether values of the type are single values, so neither arrays, maps nor structs.</summary>
    public static bool IsPrimitive(this SchemaType type) => type <= SchemaType.Bytes;

    /// <summary>The .NET type that holds values of a primitive type; null for other types.</summary>
    internal static Type? UsualHost(this SchemaType type) => type switch
    {
        SchemaType.Int8 => typeof(sbyte),
        SchemaType.Int16 => typeof(short),
        SchemaType.Int32 => typeof(int),
        SchemaType.Int64 => typeof(long),
        SchemaType.Float32 => typeof(float),
        SchemaType.Float64 => typeof(double),
        SchemaType.Boolean => typeof(bool),
        SchemaType.String => typeof(string),
        SchemaType.Bytes => typeof(byte[]),
        _ => null,
    };
}
