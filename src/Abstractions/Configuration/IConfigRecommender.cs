namespace OrleansConnect.Abstractions.Configuration;

/// <summary>Proposes values for a setting and says whether it matters, given the values of the others.</summary>
public interface IConfigRecommender
{
    /// <summary>The values to propose, or none.</summary>
    /// <param name="name">The setting's name.</param>
    /// <param name="parsedConfig">All values parsed so far, by name; null where a value is absent or could not be parsed.</param>
    IReadOnlyList<object> ValidValues(string name, IReadOnlyDictionary<string, object?> parsedConfig);

    /// <summary>Whether a form should show the setting.</summary>
    /// <param name="name">The setting's name.</param>
    /// <param name="parsedConfig">All values parsed so far, by name; null where a value is absent or could not be parsed.</param>
    bool Visible(string name, IReadOnlyDictionary<string, object?> parsedConfig);
}
