using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation;

/// <summary>What a plugin says of its settings.</summary>
/// <param name="Definition">Its settings; null if it failed to say them.</param>
/// <param name="Fault">Why it could not be made, or null.</param>
/// <param name="Error">Why it did not say its settings, or null.</param>
internal sealed record PluginConfig(ConfigDef? Definition, string? Fault = null, string? Error = null);
