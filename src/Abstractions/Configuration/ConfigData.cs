namespace OrleansConnect.Abstractions.Configuration;

/// <summary>What a configuration provider found.</summary>
/// <param name="Values">The values found, by key; a key that does not exist is absent.</param>
/// <param name="TimeToLive">How long the values stay valid, or null if they do not expire.</param>
public sealed record ConfigData(IReadOnlyDictionary<string, string> Values, TimeSpan? TimeToLive = null);
