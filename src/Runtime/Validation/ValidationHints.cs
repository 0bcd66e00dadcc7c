using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation;

/// <summary>What to do about errors of a validation: the likely cause and the setting to change.</summary>
public static class ValidationHints
{
    private static readonly (string Part, string Hint)[] Known =
    [
        ("mutually exclusive", "Remove 'topics' or 'topics.regex'."),
        ("Must configure one of topics", "Set 'topics' to a list of topics, or 'topics.regex' to a pattern."),
        ("The DLQ topic", "Set 'errors.deadletterqueue.topic.name' to a topic that this connector does not read."),
        ("conflicts with Connect worker group", "Give the connector another name, or set 'consumer.override.group.id' to a group of its own."),
        ("policy does not allow", "Remove the setting, or have 'connector.client.config.override.policy' of the workers set to All, or to Allowlist with this setting in its list."),
        ("does not have exactly-once source support enabled", "Set 'exactly.once.source.support' of the workers to 'enabled', or 'exactly.once.support' to 'requested'."),
        ("exactly-once", "Set 'exactly.once.support' to 'requested'."),
        ("transaction boundaries", "Set 'transaction.boundary' to 'poll' or 'interval'."),
        ("Duplicate alias", "Name each alias once."),
        ("Unknown predicate", "Add the name to 'predicates' and set 'predicates.NAME.type'."),
        ("defining a predicate to be negated", "Set the transformation's 'predicate', or remove 'negate'."),
        ("Null value can not be supplied", "Remove the setting, or give it a value."),
        ("Invalid regex", "Correct the pattern. Characters such as ( [ * are literal only behind a backslash."),
        ("not found that matches the version range", "Install that version, or remove the setting to take the latest."),
        ("does not implement the", "Name a class of the right kind; the recommended values are those that are installed."),
        ("values must not be duplicated", "Name each value once."),
    ];

    /// <summary>One text for each error of a setting, in order; empty where nothing is known.</summary>
    public static IReadOnlyList<string> Of(ValidatedKey key, ValidationReport report)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(report);
        return key.Value is { } value ? [.. value.Errors.Select(error => Of(error, key.Definition, value, report))] : [];
    }

    private static string Of(string error, ConfigKey? definition, ConfigValue value, ValidationReport report)
    {
        if (error.StartsWith("Missing required configuration", StringComparison.Ordinal))
        {
            return Nearest(value.Name, report.Unknown) is { } meant
                ? $"Set '{value.Name}'. The configuration has '{meant}': rename it if that was meant."
                : $"Set '{value.Name}'.";
        }

        if (error.EndsWith("could not be found.", StringComparison.Ordinal))
        {
            return ClassHint(error, value);
        }

        if (error.Contains("Not a number", StringComparison.Ordinal))
        {
            return $"Write a whole number{Example(definition)}.";
        }

        return Array.Find(Known, known => error.Contains(known.Part, StringComparison.Ordinal)).Hint ?? "";
    }

    private static string ClassHint(string error, ConfigValue value)
    {
        var start = error.LastIndexOf(": Class ", StringComparison.Ordinal) + ": Class ".Length;
        var wrong = error[start..^" could not be found.".Length];
        var installed = value.RecommendedValues.OfType<string>().ToList();
        var near = Nearest(wrong, installed) ?? installed.Find(name => Simple(name) == wrong);
        return near is null ? "Name one of the recommended values, or install the plugin on 'plugin.path'." : $"Did you mean '{near}'?";
    }

    private static string Simple(string className) => className[(className.LastIndexOf('.') + 1)..];

    private static string Example(ConfigKey? definition) => ConfigText.Render(definition?.DefaultValue) is { Length: > 0 } text ? $", for example {text}" : "";

    private static string? Nearest(string name, IEnumerable<string> candidates)
    {
        var nearest = candidates.Select(candidate => (Candidate: candidate, Distance: Distance(name, candidate))).DefaultIfEmpty((Candidate: "", Distance: int.MaxValue)).MinBy(pair => pair.Distance);
        return nearest.Distance <= Math.Max(2, name.Length / 3) ? nearest.Candidate : null;
    }

    // Letters inserted, removed or replaced.
    private static int Distance(string one, string other)
    {
        var previous = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var current = new int[other.Length + 1];
            current[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = previous[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}
