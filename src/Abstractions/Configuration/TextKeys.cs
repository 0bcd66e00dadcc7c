namespace OrleansConnect.Abstractions.Configuration;

/// <summary>
/// Adds settings that are texts, lists of texts, class names or secrets to a definition.
/// </summary>
/// <remarks>
/// A setting with a <c>defaultValue</c> may be left out. One without it is required, unless <c>required: false</c> says that it may stand for
/// nothing (null), which its rules then allow. All other arguments are the properties of <see cref="ConfigKey"/>; a <c>validator</c> comes on
/// top of the rules that <c>min</c>, <c>max</c> and <c>oneOf</c> make.
/// </remarks>
public static class TextKeys
{
    /// <summary>Adds a text, if wanted one of a few.</summary>
    public static ConfigDef String(
        this ConfigDef definition,
        string name,
        string documentation,
        string? defaultValue = null,
        bool required = true,
        IReadOnlyList<string>? oneOf = null,
        Importance importance = Importance.Medium,
        string? group = null,
        int order = -1,
        Width width = Width.None,
        string? displayName = null,
        IReadOnlyList<string>? dependents = null,
        IConfigValidator? validator = null,
        IConfigRecommender? recommender = null,
        bool hidden = false) =>
        definition.Add(new ConfigKey(name, ConfigType.String)
        {
            Documentation = documentation,
            Importance = importance,
            Group = group,
            OrderInGroup = order,
            Width = width,
            DisplayName = displayName ?? name,
            Dependents = dependents ?? [],
            Validator = KeyRules.OneOf(oneOf, defaultValue is null && !required, validator),
            Recommender = recommender,
            Hidden = hidden,
        }.OrElse(defaultValue, required));

    /// <summary>Adds a list of texts; <see cref="Validators.List"/> refuses empty and repeated ones.</summary>
    public static ConfigDef List(
        this ConfigDef definition,
        string name,
        string documentation,
        IReadOnlyList<string>? defaultValue = null,
        bool required = true,
        Importance importance = Importance.Medium,
        string? group = null,
        int order = -1,
        Width width = Width.None,
        string? displayName = null,
        IReadOnlyList<string>? dependents = null,
        IConfigValidator? validator = null,
        IConfigRecommender? recommender = null,
        bool hidden = false) =>
        definition.Add(new ConfigKey(name, ConfigType.List)
        {
            Documentation = documentation,
            Importance = importance,
            Group = group,
            OrderInGroup = order,
            Width = width,
            DisplayName = displayName ?? name,
            Dependents = dependents ?? [],
            Validator = validator,
            Recommender = recommender,
            Hidden = hidden,
        }.OrElse(defaultValue, required));

    /// <summary>Adds the name of a plugin class.</summary>
    public static ConfigDef Class(
        this ConfigDef definition,
        string name,
        string documentation,
        string? defaultValue = null,
        bool required = true,
        Importance importance = Importance.Medium,
        string? group = null,
        int order = -1,
        Width width = Width.None,
        string? displayName = null,
        IReadOnlyList<string>? dependents = null,
        IConfigValidator? validator = null,
        IConfigRecommender? recommender = null,
        bool hidden = false) =>
        definition.Add(new ConfigKey(name, ConfigType.Class)
        {
            Documentation = documentation,
            Importance = importance,
            Group = group,
            OrderInGroup = order,
            Width = width,
            DisplayName = displayName ?? name,
            Dependents = dependents ?? [],
            Validator = validator,
            Recommender = recommender,
            Hidden = hidden,
        }.OrElse(defaultValue, required));

    /// <summary>Adds a secret.</summary>
    public static ConfigDef Password(
        this ConfigDef definition,
        string name,
        string documentation,
        string? defaultValue = null,
        bool required = true,
        Importance importance = Importance.Medium,
        string? group = null,
        int order = -1,
        Width width = Width.None,
        string? displayName = null,
        IReadOnlyList<string>? dependents = null,
        IConfigValidator? validator = null,
        IConfigRecommender? recommender = null,
        bool hidden = false) =>
        definition.Add(new ConfigKey(name, ConfigType.Password)
        {
            Documentation = documentation,
            Importance = importance,
            Group = group,
            OrderInGroup = order,
            Width = width,
            DisplayName = displayName ?? name,
            Dependents = dependents ?? [],
            Validator = validator,
            Recommender = recommender,
            Hidden = hidden,
        }.OrElse(defaultValue, required));
}
