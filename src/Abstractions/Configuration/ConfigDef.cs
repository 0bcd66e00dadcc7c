using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Configuration;

/// <summary>
/// The settings a plugin understands, in the order they were added. It never changes: what adds a setting returns a new definition, so that
/// one definition can be shared by all.
/// </summary>
/// <example>
/// <code>
/// public static ConfigDef Definition { get; } = new ConfigDef()
///     .String("file", "Path of the file to read.")
///     .Int("batch.size", "Most records one poll returns.", defaultValue: 2000, min: 1);
/// </code>
/// </example>
public sealed class ConfigDef
{
    private readonly OrderedDictionary<string, ConfigKey> _keys;

    /// <summary>A definition without settings.</summary>
    public ConfigDef()
        : this([])
    {
    }

    private ConfigDef(OrderedDictionary<string, ConfigKey> keys) => _keys = keys;

    /// <summary>A definition of these settings, in their order.</summary>
    /// <exception cref="ConfigException">A setting is defined twice, or its default is not valid.</exception>
    public static ConfigDef Of(IEnumerable<ConfigKey> keys) => new ConfigDef().AddRange(keys);

    /// <summary>The settings, in the order they were added.</summary>
    public IReadOnlyList<ConfigKey> Keys => _keys.Values;

    /// <summary>The groups, in the order in which settings first named them.</summary>
    public IReadOnlyList<string> Groups => [.. _keys.Values.Select(key => key.Group).OfType<string>().Distinct()];

    /// <summary>The setting of this name, or null.</summary>
    public ConfigKey? Find(string name) => _keys.GetValueOrDefault(name);

    /// <summary>The definition with one more setting, whose default is parsed if it is text and has to be valid.</summary>
    /// <exception cref="ConfigException">The setting is defined already, or its default is not valid.</exception>
    public ConfigDef Add(ConfigKey key) => AddRange([key]);

    /// <summary>The definition with all settings of another one at the end.</summary>
    /// <exception cref="ConfigException">A setting is defined in both.</exception>
    public ConfigDef Merge(ConfigDef other) => AddRange(other.Keys);

    /// <summary>
    /// The definition with all settings of a child at the end, under a prefix and in groups of their own. The child's validators and
    /// recommenders go on to see the names without the prefix.
    /// </summary>
    /// <param name="keyPrefix">What the names start with, for example <c>transforms.mask.</c>.</param>
    /// <param name="groupPrefix">The group of the child's settings, followed by the child's own group where it has one.</param>
    /// <param name="startingOrder">The place in the group of the first of them.</param>
    /// <param name="child">The settings to add.</param>
    public ConfigDef Embed(string keyPrefix, string groupPrefix, int startingOrder, ConfigDef child) =>
        AddRange(EmbeddedKeys.Of(child, keyPrefix, groupPrefix, startingOrder));

    /// <summary>Reads settings; names that are not defined are left alone.</summary>
    /// <param name="settings">The settings as users wrote them.</param>
    /// <param name="resolveClass">Completes class names; without it they are taken as they are.</param>
    /// <exception cref="ConfigException">The first setting that is missing or not valid.</exception>
    public ParsedConfig Parse(IReadOnlyDictionary<string, string?> settings, ClassResolver? resolveClass = null) =>
        new ConfigParser(_keys, resolveClass).Parse(settings);

    /// <summary>Finds everything that is wrong with settings at once. One result for each defined setting, in their order.</summary>
    /// <param name="settings">The settings as users wrote them.</param>
    /// <param name="resolveClass">Completes class names; without it they are taken as they are.</param>
    public IReadOnlyList<ConfigValue> Validate(IReadOnlyDictionary<string, string?> settings, ClassResolver? resolveClass = null) =>
        new ConfigValidation(_keys, settings, resolveClass).Run();

    private ConfigDef AddRange(IEnumerable<ConfigKey> added)
    {
        var keys = new OrderedDictionary<string, ConfigKey>(_keys);
        foreach (var key in added)
        {
            if (!keys.TryAdd(key.Name, key.HasDefault ? WithValidDefault(key) : key))
            {
                throw new ConfigException($"Configuration {key.Name} is defined twice.");
            }
        }

        return new ConfigDef(keys);
    }

    private static ConfigKey WithValidDefault(ConfigKey key)
    {
        var value = key.DefaultValue is string text ? ConfigValueParser.Parse(key.Name, text, key.Type, null) : key.DefaultValue;
        key.Validator?.EnsureValid(key.Name, value);
        return key with { DefaultValue = value };
    }
}
