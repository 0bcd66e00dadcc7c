namespace OrleansConnect.Abstractions.Configuration;

/// <summary>What validation found out about one setting.</summary>
/// <param name="Name">The setting's name.</param>
public sealed record ConfigValue(string Name)
{
    /// <summary>The parsed value or the default; null if absent or if it could not be parsed. <see cref="ConfigText.Render"/> makes it text.</summary>
    public object? Value { get; init; }

    /// <summary>Values the setting's recommender proposes.</summary>
    public IReadOnlyList<object> RecommendedValues { get; init; } = [];

    /// <summary>Everything wrong with the value, as full sentences.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Whether a form should show the setting.</summary>
    public bool Visible { get; init; } = true;

    /// <summary>The same with one more error.</summary>
    public ConfigValue WithError(string message) => this with { Errors = [.. Errors, message] };
}
