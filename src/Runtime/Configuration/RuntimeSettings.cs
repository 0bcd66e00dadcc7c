using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Placement;
using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>The settings that any connector may have and that are ours alone. Kafka Connect's answers do not list them, so ours list those that are wrong.</summary>
internal static class RuntimeSettings
{
    // Grains read them, which do not resolve variables.
    private static readonly ConfigDef[] ForGrains = [PlacementWish.Definition, RestartSettings.Definition];
    private static readonly ConfigDef[] ForTasks = [ErrorLimits.Definition, DeadLetterSettings.Definition];

    public static bool Knows(string key) => Array.Exists([.. ForGrains, .. ForTasks], definition => definition.Find(key) is not null);

    /// <summary>The report with each of those that grains read which has a bad value and is not in it.</summary>
    public static ValidationReport CheckForGrains(ValidationReport report, IReadOnlyDictionary<string, string?> config) => Check(report, config, ForGrains);

    /// <summary>The same for those that tasks read, once variables are resolved.</summary>
    public static ValidationReport CheckForTasks(ValidationReport report, IReadOnlyDictionary<string, string?> resolved) => Check(report, resolved, ForTasks);

    private static ValidationReport Check(ValidationReport report, IReadOnlyDictionary<string, string?> config, ConfigDef[] definitions)
    {
        // A second error of a text that is no number is about the number that is missing.
        var listed = report.Keys.Select(key => key.Value?.Name).ToHashSet();
        ValidatedKey[] wrong =
        [
            .. definitions.SelectMany(definition => definition.Validate(config)
                .Where(value => value.Errors.Count > 0 && !listed.Contains(value.Name))
                .Select(value => new ValidatedKey(definition.Find(value.Name), value with { Errors = [value.Errors[0]] }))),
        ];
        return wrong.Length == 0 ? report : report with { Keys = [.. report.Keys, .. wrong], ErrorCount = report.ErrorCount + wrong.Length };
    }
}
