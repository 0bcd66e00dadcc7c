using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation;

/// <summary>One setting of a validated configuration.</summary>
/// <param name="Definition">Its definition; null for a setting that nobody declares.</param>
/// <param name="Value">Its value with errors; null for a definition without a value.</param>
public sealed record ValidatedKey(ConfigKey? Definition, ConfigValue? Value);
