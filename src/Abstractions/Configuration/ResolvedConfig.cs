namespace OrleansConnect.Abstractions.Configuration;

/// <summary>Settings without variables.</summary>
/// <param name="Settings">The settings with everything replaced that providers found. They may hold secrets: never log or store them.</param>
/// <param name="TimeToLive">How long they stay valid, or null if they do not expire.</param>
public sealed record ResolvedConfig(IReadOnlyDictionary<string, string?> Settings, TimeSpan? TimeToLive);
