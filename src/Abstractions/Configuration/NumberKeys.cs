namespace OrleansConnect.Abstractions.Configuration;

/// <summary>
/// Adds settings that are numbers or flags to a definition.
/// </summary>
/// <remarks>
/// A setting with a <c>defaultValue</c> may be left out. One without it is required, unless <c>required: false</c> says that it may stand for
/// nothing (null), which its rules then allow. All other arguments are the properties of <see cref="ConfigKey"/>; a <c>validator</c> comes on
/// top of the rules that <c>min</c>, <c>max</c> and <c>oneOf</c> make.
/// </remarks>
public static class NumberKeys
{
    /// <summary>Adds a whole number of 16 bits.</summary>
    public static ConfigDef Short(
        this ConfigDef definition,
        string name,
        string documentation,
        short? defaultValue = null,
        bool required = true,
        short? min = null,
        short? max = null,
        Importance importance = Importance.Medium,
        string? group = null,
        int order = -1,
        Width width = Width.None,
        string? displayName = null,
        IReadOnlyList<string>? dependents = null,
        IConfigValidator? validator = null,
        IConfigRecommender? recommender = null,
        string? unit = null,
        bool hidden = false) =>
        definition.Add(new ConfigKey(name, ConfigType.Short)
        {
            Documentation = documentation,
            Importance = importance,
            Group = group,
            OrderInGroup = order,
            Width = width,
            DisplayName = displayName ?? name,
            Dependents = dependents ?? [],
            Validator = KeyRules.Range(min, max, defaultValue is null && !required, validator),
            Recommender = recommender,
            Unit = unit,
            Hidden = hidden,
        }.OrElse(defaultValue, required));

    /// <summary>Adds a whole number of 32 bits.</summary>
    public static ConfigDef Int(
        this ConfigDef definition,
        string name,
        string documentation,
        int? defaultValue = null,
        bool required = true,
        int? min = null,
        int? max = null,
        Importance importance = Importance.Medium,
        string? group = null,
        int order = -1,
        Width width = Width.None,
        string? displayName = null,
        IReadOnlyList<string>? dependents = null,
        IConfigValidator? validator = null,
        IConfigRecommender? recommender = null,
        string? unit = null,
        bool hidden = false) =>
        definition.Add(new ConfigKey(name, ConfigType.Int)
        {
            Documentation = documentation,
            Importance = importance,
            Group = group,
            OrderInGroup = order,
            Width = width,
            DisplayName = displayName ?? name,
            Dependents = dependents ?? [],
            Validator = KeyRules.Range(min, max, defaultValue is null && !required, validator),
            Recommender = recommender,
            Unit = unit,
            Hidden = hidden,
        }.OrElse(defaultValue, required));

    /// <summary>Adds a whole number of 64 bits.</summary>
    public static ConfigDef Long(
        this ConfigDef definition,
        string name,
        string documentation,
        long? defaultValue = null,
        bool required = true,
        long? min = null,
        long? max = null,
        Importance importance = Importance.Medium,
        string? group = null,
        int order = -1,
        Width width = Width.None,
        string? displayName = null,
        IReadOnlyList<string>? dependents = null,
        IConfigValidator? validator = null,
        IConfigRecommender? recommender = null,
        string? unit = null,
        bool hidden = false) =>
        definition.Add(new ConfigKey(name, ConfigType.Long)
        {
            Documentation = documentation,
            Importance = importance,
            Group = group,
            OrderInGroup = order,
            Width = width,
            DisplayName = displayName ?? name,
            Dependents = dependents ?? [],
            Validator = KeyRules.Range(min, max, defaultValue is null && !required, validator),
            Recommender = recommender,
            Unit = unit,
            Hidden = hidden,
        }.OrElse(defaultValue, required));

    /// <summary>Adds a floating-point number.</summary>
    public static ConfigDef Double(
        this ConfigDef definition,
        string name,
        string documentation,
        double? defaultValue = null,
        bool required = true,
        double? min = null,
        double? max = null,
        Importance importance = Importance.Medium,
        string? group = null,
        int order = -1,
        Width width = Width.None,
        string? displayName = null,
        IReadOnlyList<string>? dependents = null,
        IConfigValidator? validator = null,
        IConfigRecommender? recommender = null,
        string? unit = null,
        bool hidden = false) =>
        definition.Add(new ConfigKey(name, ConfigType.Double)
        {
            Documentation = documentation,
            Importance = importance,
            Group = group,
            OrderInGroup = order,
            Width = width,
            DisplayName = displayName ?? name,
            Dependents = dependents ?? [],
            Validator = KeyRules.Range(min, max, defaultValue is null && !required, validator),
            Recommender = recommender,
            Unit = unit,
            Hidden = hidden,
        }.OrElse(defaultValue, required));

    /// <summary>Adds a flag, <c>true</c> or <c>false</c>.</summary>
    public static ConfigDef Boolean(
        this ConfigDef definition,
        string name,
        string documentation,
        bool? defaultValue = null,
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
        definition.Add(new ConfigKey(name, ConfigType.Boolean)
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
