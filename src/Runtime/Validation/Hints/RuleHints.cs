namespace OrleansConnect.Runtime.Validation.Hints;

/// <summary>What is known of the texts of rules, those between several settings among them.</summary>
internal static class RuleHints
{
    // {0} is the setting.
    private static readonly (string Part, string Hint)[] Known =
    [
        ("mutually exclusive", "Remove 'topics' or 'topics.regex'."),
        ("Must configure one of topics", "Set 'topics' to a list of topics, or 'topics.regex' to a pattern."),
        ("The DLQ topic", "Set 'errors.deadletterqueue.topic.name' to a topic that this connector does not read."),
        ("which keeps what was replayed of the DLQ topic", "Set 'errors.deadletterqueue.topic.name' to a topic that this connector does not read, nor that name with '.replayed' behind it."),
        ("conflicts with Connect worker group", "Give the connector another 'name', or set 'consumer.override.group.id' to a group of its own."),
        ("policy does not allow", "Remove '{0}', or have 'connector.client.config.override.policy' of the workers set to All, or to Allowlist with this setting in its list."),
        ("does not have exactly-once source support enabled", "Set 'exactly.once.source.support' of the workers to 'enabled', or 'exactly.once.support' to 'requested'."),
        ("exactly-once", "Set 'exactly.once.support' to 'requested'."),
        ("transaction boundaries", "Set 'transaction.boundary' to 'poll' or 'interval'."),
        ("Duplicate alias", "Name each alias in '{0}' once."),
        ("Unknown predicate", "Add the name to 'predicates' and set 'predicates.NAME.type'."),
        ("defining a predicate to be negated", "Set the transformation's 'predicate', or remove its 'negate'."),
        ("Null value can not be supplied", "Remove '{0}', or give it a value."),
        ("Invalid regex", "Correct the pattern of '{0}'. Characters such as ( [ * are literal only behind a backslash, for example \\( for a bracket."),
        ("not found that matches the version range", "Install that version, or remove the setting '{0}' or the version beside it to take the latest."),
        ("Invalid version specification", "Write '{0}' as a version or a range of versions, for example '[1.0,2.0)', or remove it to take the latest."),
        ("This class is abstract and cannot be created. Did you mean", "Set '{0}' to one of the classes that the message names."),
        ("This class is abstract", "Set '{0}' to a class that implements it; the recommended values are those that are installed."),
        ("does not implement the", "Set '{0}' to a class of the right kind; the recommended values are those that are installed."),
        ("Could not find a public no-argument constructor", "Set '{0}' to another class, or give this one a public constructor without parameters."),
        ("Could not instantiate class", "The class of '{0}' fails while it is made: look at the worker's log, or set '{0}' to another class."),
        ("Failed to load class", "The name of the class has blanks before or after it. Set '{0}' to the name without them."),
        ("Failed to load ConfigDef", "The class of '{0}' does not say which settings it has. Set '{0}' to another class, or to another version of it."),
        ("Error getting config definition", "The class of '{0}' does not say which settings it has. Set '{0}' to another class, or to another version of it."),
        ("Failed to perform config validation", "A rule of the class of '{0}' fails. Look at the settings that start with '{0}.', or set '{0}' to another class."),
        ("An unexpected error occurred during validation", "The connector's own check of '{0}' fails. Correct what its message says, or leave '{0}' out."),
        ("values must not be duplicated", "Name each value of '{0}' once."),
        ("Topic name is invalid", "Set '{0}' to names of topics: letters, digits, '.', '_' and '-', at most 249 of them, and commas between several."),
        ("may not contain control sequences", "Remove line breaks, tabs and other control characters from '{0}'."),
        ("Unsupported encoding", "Set '{0}' to the name of a character set, for example UTF-8, ISO-8859-1 or windows-1252."),
        ("Invalid rename mapping", "Write '{0}' as pairs with a colon and commas between them: OLD:NEW,OLD2:NEW2."),
        ("Invalid type found in casting spec", "Write '{0}' as FIELD:TYPE,FIELD2:TYPE2, or one TYPE for the whole value. Types are int8, int16, int32, int64, float32, float64, boolean and string."),
        ("does not support casting to", "Write '{0}' as FIELD:TYPE,FIELD2:TYPE2, or one TYPE for the whole value. Types are int8, int16, int32, int64, float32, float64, boolean and string."),
        ("to cast the entire value", "Write '{0}' as one TYPE for the whole value, or as FIELD:TYPE,FIELD2:TYPE2."),
    ];

    private static readonly string[] Absent =
        ["must be non-empty", "may not be empty", "must not be empty", "Empty list", "must be non-null", "must be non null", "must not be null", "has no value"];

    public static string? Of(FoundError error) => OfMissing(error) ?? OfKnown(error) ?? OfAbsent(error);

    private static string? OfMissing(FoundError error)
    {
        if (!error.Message.StartsWith("Missing required configuration", StringComparison.Ordinal))
        {
            return null;
        }

        return NearNames.Nearest(error.Key, error.Unknown) is { } meant
            ? $"Set '{error.Key}'. The configuration has '{meant}': rename it if that was meant."
            : $"Set '{error.Key}' to {ExpectedValue.Of(error)}.{ExpectedValue.Explained(error)}";
    }

    private static string? OfKnown(FoundError error) =>
        Array.Find(Known, known => error.Says(known.Part)).Hint?.Replace("{0}", error.Key, StringComparison.Ordinal);

    private static string? OfAbsent(FoundError error)
    {
        if (!Array.Exists(Absent, error.Says))
        {
            return null;
        }

        var other = error.Definition?.HasDefault == true ? ", or leave it out" : "";
        var empty = error.Says("values must not be empty") ? " Two commas in a row, or one at an end, make an empty value." : "";
        return $"Set '{error.Key}' to {ExpectedValue.Of(error)}{other}.{empty}";
    }
}
