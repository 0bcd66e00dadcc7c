using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Abstractions.Errors;

/// <summary>A setting is missing, cannot be read or is not allowed.</summary>
public sealed class ConfigException(string message, Exception? cause = null) : ConnectException(message, cause)
{
    /// <summary>Says <c>Invalid value X for configuration k: message</c>, as Kafka does.</summary>
    public static ConfigException Invalid(string name, object? value, string message, Exception? cause = null) =>
        new($"Invalid value {ConfigText.Describe(value)} for configuration {name}: {message}", cause);

    internal static ConfigException Missing(string name) =>
        new($"Missing required configuration \"{name}\" which has no default value.");
}
