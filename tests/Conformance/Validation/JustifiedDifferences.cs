namespace OrleansConnect.Tests.Conformance.Validation;

/// <summary>Where our answers may differ from Kafka Connect's, and why. Texts of documentation differ everywhere, and versions are our own.</summary>
internal static class JustifiedDifferences
{
    private const string Told = "Kafka Connect accepts this, and the connector's tasks then fail: the mistake is told at once.";
    // The text with which a new connector is refused.
    private const string Refusal = "body";
    private const string Message = "The message does not begin with the name of a Java class and does not show values, among which there may be secrets.";

    private static readonly Dictionary<string, (string Why, string[] Where)> Table = new()
    {
        ["a full name in the path and a short one in the body"] = (
            "Both name the same class.", ["status", "configs", "body fields", "body.error_code", "body.message"]),
        ["a class that is not installed"] = (Message, ["body.message", Refusal]),
        ["a class of the connector with a blank before it"] = (Message, ["body.message", Refusal]),
        ["a class of the connector with a blank after it"] = (Message, [Refusal]),
        ["a version of the connector that cannot be read"] = (
            "The message says what cannot be read, and does not begin with the name of a Java class.", ["body.message", Refusal]),
        ["a version of the connector that is not installed"] = (
            "Asked to create it, Kafka Connect finds the version missing and then fails on it with a null pointer and status 500; asked to validate it, only if it was asked for that before.",
            ["status", "configs", "body fields", "body.error_code", "body.message", Refusal]),
        ["null for a setting of the connector"] = (
            "Null is refused for every setting. Kafka Connect forgets it for the connector's own ones, and stores it.", ["file.value.errors", "body.error_count"]),
        ["a converter that is a JVM class"] = (
            "There is no JVM: its classes are not known.",
            ["key.converter.value.value", "key.converter.value.errors", "key.converter.plugin.version.value.visible", Refusal]),
        ["a version of a converter that is not installed"] = (
            "An installed version is named once, and not once for each role of the class.",
            ["key.converter.value.errors", "key.converter.plugin.version.value.errors", Refusal]),
        ["an override that is no number"] = (
            "An error of the setting, like every other, instead of status 500.", ["status", "configs", "body fields", "body.error_code", "body.message", Refusal]),
        ["mistakes in groups of topics"] = (Told, ["topic.creation.default.partitions", "body.error_count"]),
        ["a predicate that is not there"] = (Told, ["transforms.a.predicate.value.errors", "body.error_count"]),
    };

    /// <summary>The differences of a case that are not justified.</summary>
    public static IReadOnlyList<string> Without(IReadOnlyList<string> differences, string name)
    {
        var places = Table.GetValueOrDefault(name).Where ?? [];
        return [.. differences.Where(difference => !places.Contains(difference[..difference.IndexOf(": ", StringComparison.Ordinal)]))];
    }
}
