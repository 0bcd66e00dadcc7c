using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Transforms;

/// <summary>The setting that says how names of fields are written.</summary>
internal static class FieldSyntax
{
    private const string Setting = "field.syntax.version";
    private const string Meaning = "How names of fields are written. V1: the name of a field of the key or value. V2: also names of fields within fields, with dots between them; a "
        + "name that has dots itself is put in backticks.";

    /// <summary>Adds the setting where Kafka Connect has it.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="paths">The settings that name fields.</param>
    public static ConfigDef WithFieldSyntax(this ConfigDef definition, params string[] paths) => definition.With(Key, paths);

    /// <summary>Adds the setting where Kafka Connect does not have it; answers that have to be Kafka Connect's list it only where it is used.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="paths">The settings that name fields, alone or before a colon.</param>
    public static ConfigDef WithFieldSyntaxOnRequest(this ConfigDef definition, params string[] paths) =>
        definition.With(Key with { IsListedOnlyWhenSet = true, Documentation = $"{Meaning} Kafka Connect has no such setting here." }, paths);

    /// <summary>A field as the settings name it.</summary>
    public static FieldPath PathOf(this ParsedConfig config, string field) =>
        IsV2(config.GetString(Setting)) ? FieldPath.Parse(field) : FieldPath.Of(field);

    private static ConfigDef With(this ConfigDef definition, ConfigKey syntax, string[] paths) =>
        ConfigDef.Of([.. definition.Keys.Select(key => paths.Contains(key.Name) ? key with { Recommender = new PathLength() } : key), syntax]);

    private static bool IsV2(string? syntax) => "V2".Equals(syntax, StringComparison.OrdinalIgnoreCase);

    private static ConfigKey Key { get; } = new(Setting, ConfigType.String)
    {
        Documentation = Meaning,
        DefaultValue = "V1",
        Importance = Importance.High,
        Validator = Validators.OneOfIgnoringCase("V1", "V2"),
    };

    // A validator sees its own setting only, a recommender also how names are written. It proposes nothing.
    private sealed class PathLength : IConfigRecommender
    {
        public IReadOnlyList<object> ValidValues(string name, IReadOnlyDictionary<string, object?> parsedConfig)
        {
            if (IsV2(parsedConfig.GetValueOrDefault(Setting) as string))
            {
                var fields = parsedConfig.GetValueOrDefault(name) switch
                {
                    string field => [field],
                    IReadOnlyList<string> list => list.Select(item => item.Split(':')[0]),
                    _ => [],
                };
                foreach (var field in fields.Where(field => field.Count(unit => unit == '.') >= FieldPath.NamesMax))
                {
                    _ = FieldPath.Parse(field);
                }
            }

            return [];
        }

        public bool Visible(string name, IReadOnlyDictionary<string, object?> parsedConfig) => true;
    }
}
