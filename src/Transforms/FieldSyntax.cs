using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Transforms;

/// <summary>The setting that says how names of fields are written.</summary>
internal static class FieldSyntax
{
    private const string Setting = "field.syntax.version";
    private const string Meaning = "How names of fields are written. V1: the name of a field of the key or value. V2: also names of fields within fields, with dots between them; a "
        + "name that has dots itself is put in backticks.";

    /// <summary>Adds the setting where Kafka Connect has it.</summary>
    public static ConfigDef WithFieldSyntax(this ConfigDef definition) => definition.Add(Key);

    /// <summary>Adds the setting where Kafka Connect does not have it; answers that have to be Kafka Connect's list it only where it is used.</summary>
    public static ConfigDef WithFieldSyntaxOnRequest(this ConfigDef definition) =>
        definition.Add(Key with { IsListedOnlyWhenSet = true, Documentation = $"{Meaning} Kafka Connect has no such setting here." });

    /// <summary>A field as the settings name it.</summary>
    public static FieldPath PathOf(this ParsedConfig config, string field) =>
        config.GetString(Setting).Equals("V2", StringComparison.OrdinalIgnoreCase) ? FieldPath.Parse(field) : FieldPath.Of(field);

    private static ConfigKey Key { get; } = new(Setting, ConfigType.String)
    {
        Documentation = Meaning,
        DefaultValue = "V1",
        Importance = Importance.High,
        Validator = Validators.OneOfIgnoringCase("V1", "V2"),
    };
}
