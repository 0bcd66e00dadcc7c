namespace OrleansConnect.Client;

/// <summary>A header of a dead letter.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
public sealed record DeadLetterHeader(string Key, DeadLetterPart Value);
