namespace OrleansConnect.Client;

/// <summary>The key, the value or a header of a dead letter.</summary>
/// <param name="Bytes">As it is in the queue; null for none.</param>
/// <param name="Json">As the connector's converter reads it, as JSON; null where it does not.</param>
/// <param name="Error">Why it does not, or null.</param>
/// <param name="Hint">The likely cause and the setting to change, or null.</param>
public sealed record DeadLetterPart(ReadOnlyMemory<byte>? Bytes, string? Json, string? Error, string? Hint);
