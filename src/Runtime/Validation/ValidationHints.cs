using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Runtime.Validation.Hints;

namespace OrleansConnect.Runtime.Validation;

/// <summary>What to do about errors of a validation: the likely cause and the setting to change.</summary>
public static class ValidationHints
{
    /// <summary>One text for each error of a setting, in order. None is empty.</summary>
    public static IReadOnlyList<string> Of(ValidatedKey key, ValidationReport report)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(report);
        if (key.Value is not { Errors.Count: > 0 } value)
        {
            return [];
        }

        string[] recommended = [.. value.RecommendedValues.Select(ConfigText.Render).OfType<string>()];
        return [.. value.Errors.Select(error => Of(new FoundError(value.Name, error, key.Definition, recommended, report.Unknown)))];
    }

    /// <summary>One text for each of <see cref="ValidationReport.Errors"/>, in order.</summary>
    public static IReadOnlyList<string> Of(ValidationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [.. report.Keys.SelectMany(key => Of(key, report))];
    }

    internal static string Of(FoundError error) =>
        ChoiceHints.Of(error) ?? NumberHints.Of(error) ?? RuleHints.Of(error) ?? $"Set '{error.Key}' to {ExpectedValue.Of(error)}.{ExpectedValue.Explained(error)}";
}
