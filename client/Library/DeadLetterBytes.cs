namespace OrleansConnect.Client;

/// <summary>A key or value that replaces another one.</summary>
/// <param name="Bytes">Its bytes; null for none, a tombstone for a value.</param>
public sealed record DeadLetterBytes(ReadOnlyMemory<byte>? Bytes);
