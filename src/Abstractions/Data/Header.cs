namespace OrleansConnect.Abstractions.Data;

/// <summary>One header of a record. Several headers may have the same key.</summary>
/// <param name="Key">The name.</param>
/// <param name="Schema">The value's schema; null when schemaless, but a struct always has its own.</param>
/// <param name="Value">The value.</param>
public sealed record Header(string Key, Schema? Schema, object? Value)
{
    /// <summary>The value's schema; null when schemaless, but a struct always has its own.</summary>
    public Schema? Schema { get; init; } = Schema ?? (Value as Struct)?.Schema;
}
