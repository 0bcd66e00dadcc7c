using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation;

/// <summary>Proposes installed classes or versions.</summary>
/// <param name="values">What is proposed.</param>
/// <param name="visibleWith">The setting without whose value this one is not shown, or null.</param>
internal sealed class PluginRecommender(IReadOnlyList<string> values, string? visibleWith = null) : IConfigRecommender
{
    public IReadOnlyList<object> ValidValues(string name, IReadOnlyDictionary<string, object?> parsedConfig) => Visible(name, parsedConfig) ? values : [];

    public bool Visible(string name, IReadOnlyDictionary<string, object?> parsedConfig) =>
        visibleWith is null || parsedConfig.GetValueOrDefault(visibleWith) is not null;
}
