using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Transforms;

/// <summary>What the settings of transformations and predicates have in common.</summary>
internal static class TransformSettings
{
    public const string Fields = "fields";
    public const string WithDefaults = "replace.null.with.default";

    /// <summary>A list that has to have an element.</summary>
    public static IConfigValidator NonEmptyList { get; } = Validators.Lambda(
        (name, value) =>
        {
            if (value is not IReadOnlyList<string> { Count: > 0 })
            {
                throw Abstractions.Errors.ConfigException.Invalid(name, value, "Empty list");
            }
        },
        "non-empty list");

    /// <summary>Adds the setting that decides what becomes of fields that are null and have a default.</summary>
    public static ConfigDef WithNullSetting(this ConfigDef definition) => definition.Boolean(
        WithDefaults,
        "Whether a field that is null counts as having its schema's default.",
        defaultValue: true);

    /// <summary>Reads settings.</summary>
    public static ParsedConfig Read(this ConfigDef definition, IReadOnlyDictionary<string, string> settings) =>
        definition.Parse(settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value));

    /// <summary>A field's value, null or not as the setting says.</summary>
    public static object? Read(this Abstractions.Data.Struct value, Abstractions.Data.Field field, bool withDefaults) =>
        withDefaults ? value.Get(field) : value.GetWithoutDefault(field);
}
