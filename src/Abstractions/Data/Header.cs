namespace OrleansConnect.Abstractions.Data;

/// <summary>One header of a record. Several headers may have the same key.</summary>
public sealed record Header(string Key, Schema? Schema, object? Value);
