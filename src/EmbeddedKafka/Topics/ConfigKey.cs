namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>A configuration key: Kafka's name and default, and the broker property that a topic's key falls back to.</summary>
internal sealed record ConfigKey(string Name, ConfigType Type, string Default, string? BrokerName = null)
{
    /// <summary>Smallest number allowed.</summary>
    public double Min { get; init; } = double.MinValue;

    /// <summary>Words allowed; all if empty.</summary>
    public string[] Words { get; init; } = [];

    /// <summary>Why the value is not allowed, or null when it is.</summary>
    public string? Complaint(string? value)
    {
        if (value is null)
        {
            return $"Configuration '{Name}' needs a value.";
        }

        var isValid = Type switch
        {
            ConfigType.Boolean => bool.TryParse(value, out _),
            ConfigType.Int => int.TryParse(value, out var number) && number >= Min,
            ConfigType.Long => long.TryParse(value, out var number) && number >= Min,
            ConfigType.Double => double.TryParse(value, out var number) && number >= Min,
            ConfigType.List => value.Split(',').All(word => Words.Length == 0 || Words.Contains(word.Trim())),
            _ => Words.Length == 0 || Words.Contains(value),
        };
        return isValid ? null : $"Invalid value {value} for configuration {Name}: it must be {Description()}.";
    }

    private string Description()
    {
        var kind = Type.ToString().ToLowerInvariant();
        return Words.Length > 0 ? $"of {string.Join(", ", Words)}" : Min > double.MinValue ? $"a {kind} of at least {Min}" : $"a {kind}";
    }
}
