namespace OrleansConnect.Abstractions.Data;

/// <summary>A value and the schema it has; a null schema means schemaless.</summary>
public readonly record struct SchemaAndValue(Schema? Schema, object? Value)
{
    /// <summary>Neither schema nor value: what a tombstone is read as.</summary>
    public static SchemaAndValue Null => default;
}
