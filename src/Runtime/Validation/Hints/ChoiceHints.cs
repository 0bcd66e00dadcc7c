using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation.Hints;

/// <summary>Values that are none of those that may be chosen: flags, enumerations, classes.</summary>
internal static class ChoiceHints
{
    private const string NotFound = " could not be found.";

    private static readonly string[] Kinds = ["Connector", "HeaderConverter", "Converter"];
    private static readonly string[] Yes = ["yes", "y", "on", "1", "t", "enable", "enabled"];
    private static readonly string[] No = ["no", "n", "off", "0", "f", "disable", "disabled", "none"];
    private static readonly string[] Enumerations = ["must be one of (case insensitive): ", "must be one of: "];

    public static string? Of(FoundError error) => OfQuotes(error) ?? OfFlag(error) ?? OfEnumeration(error) ?? OfClass(error);

    // Whoever comes from JSON or a shell writes quotes and brackets; here they are part of the value.
    private static string? OfQuotes(FoundError error)
    {
        var wrong = error.Wrong?.Trim() ?? "";
        var bare = wrong.Trim('"', '\'', '[', ']', ' ');
        return wrong.AsSpan().IndexOfAny('"', '\'') is 0 or 1 && bare.Length > 0 && bare != wrong && !error.Says("Invalid regex")
            ? $"Write the value of '{error.Key}' without quotes{(error.Definition?.Type == ConfigType.List ? " and brackets, separated by commas" : "")}: {FoundError.Quote(bare)[1..^1]}."
            : null;
    }

    private static string? OfFlag(FoundError error)
    {
        if (!error.Says("Expected value to be either true or false"))
        {
            return null;
        }

        var wrong = (error.Wrong ?? "").Trim().ToLowerInvariant();
        var meant = Yes.Contains(wrong) ? "true" : No.Contains(wrong) ? "false" : NearNames.Nearest(wrong, ["true", "false"]);
        return meant is null ? $"Set '{error.Key}' to true or false." : $"Set '{error.Key}' to {meant}.";
    }

    private static string? OfEnumeration(FoundError error)
    {
        foreach (var before in Enumerations)
        {
            var start = error.Reason.IndexOf(before, StringComparison.Ordinal);
            if (start >= 0)
            {
                var allowed = error.Reason[(start + before.Length)..];
                return NearNames.Nearest(error.Wrong ?? "", allowed.Split(", ")) is { } near
                    ? $"Did you mean '{near}'? '{error.Key}' takes one of: {allowed}."
                    : $"Set '{error.Key}' to one of: {allowed}.";
            }
        }

        return null;
    }

    private static string? OfClass(FoundError error)
    {
        if (!error.Message.EndsWith(NotFound, StringComparison.Ordinal))
        {
            return null;
        }

        var start = error.Message.LastIndexOf(": Class ", StringComparison.Ordinal) + ": Class ".Length;
        var wrong = error.Message[start..^NotFound.Length];
        return Meant(wrong, error.Recommended) is { } meant
            ? $"Did you mean '{meant}'?"
            : $"Set '{error.Key}' to one of the recommended values{Example(error)}, or install the plugin on 'plugin.path'.";
    }

    /// <summary>The class that a name likely means: by its whole name, or by that without the package.</summary>
    public static string? Meant(string wrong, IReadOnlyList<string> installed) =>
        installed.FirstOrDefault(name => Short(name).Equals(Short(wrong), StringComparison.OrdinalIgnoreCase))
        ?? NearNames.Nearest(wrong, installed)
        ?? Nearest(wrong, installed, Simple)
        ?? Nearest(wrong, installed, Short);

    private static string Example(FoundError error) => error.Recommended.Count > 0 ? $", for example '{error.Recommended[0]}'" : "";

    private static string? Nearest(string wrong, IReadOnlyList<string> installed, Func<string, string> shorten) =>
        NearNames.Nearest(shorten(wrong), installed.Select(shorten)) is { } near ? installed.First(name => shorten(name) == near) : null;

    private static string Simple(string className) => className[(className.LastIndexOf('.') + 1)..];

    // Without the package and the kind, as aliases are.
    private static string Short(string className)
    {
        var simple = Simple(className);
        var kind = Array.Find(Kinds, kind => simple.Length > kind.Length && simple.EndsWith(kind, StringComparison.Ordinal));
        return kind is null ? simple : simple[..^kind.Length];
    }
}
