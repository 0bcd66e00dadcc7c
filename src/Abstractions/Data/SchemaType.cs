namespace OrleansConnect.Abstractions.Data;

/// <summary>The twelve types of Kafka Connect's data model and the .NET types that hold their values.</summary>
public enum SchemaType
{
    /// <summary>Held by <see cref="sbyte"/>.</summary>
    Int8,

    /// <summary>Held by <see cref="short"/>.</summary>
    Int16,

    /// <summary>Held by <see cref="int"/>.</summary>
    Int32,

    /// <summary>Held by <see cref="long"/>.</summary>
    Int64,

    /// <summary>Held by <see cref="float"/>.</summary>
    Float32,

    /// <summary>Held by <see cref="double"/>.</summary>
    Float64,

    /// <summary>Held by <see cref="bool"/>.</summary>
    Boolean,

    /// <summary>Held by <see cref="string"/>.</summary>
    String,

    /// <summary>Held by a <see cref="byte"/> array or a <see cref="ReadOnlyMemory{T}"/> of bytes.</summary>
    Bytes,

    /// <summary>Held by an <see cref="IReadOnlyList{T}"/> of objects.</summary>
    Array,

    /// <summary>Held by a <see cref="ConnectMap"/>.</summary>
    Map,

    /// <summary>Held by a <see cref="Data.Struct"/>.</summary>
    Struct,
}
