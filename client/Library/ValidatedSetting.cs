namespace OrleansConnect.Client;

/// <summary>What validation says of one setting.</summary>
public sealed record ValidatedSetting
{
    /// <summary>Its key.</summary>
    public required string Name { get; init; }

    /// <summary>Its definition, or null if no plugin declares it.</summary>
    public SettingDefinition? Definition { get; init; }

    /// <summary>Its value, default included; secrets are hidden.</summary>
    public string? Value { get; init; }

    /// <summary>Values that would be allowed, where that is known.</summary>
    public IReadOnlyList<string> RecommendedValues { get; init; } = [];

    /// <summary>What is wrong with it; empty if nothing is.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>What to do about each of the errors, in their order; an empty text where nothing is known.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>Whether it matters with the other settings as they are.</summary>
    public bool Visible { get; init; } = true;
}
