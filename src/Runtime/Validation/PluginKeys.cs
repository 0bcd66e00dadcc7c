using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Validation;

/// <summary>
/// What the installed plugins add to the settings of one connector: defaults, proposals and rules for the classes that it names, and the settings of its transformations and predicates.
/// </summary>
internal sealed class PluginKeys(PluginRegistry plugins, PluginSlots slots, IReadOnlyDictionary<PluginDescriptor, PluginConfig> configs)
{
    private static readonly ConfigDef Condition = new ConfigDef()
        .String("predicate", "Name of the predicate that decides to which records the transformation applies.", required: false)
        .Boolean("negate", "Whether it applies to the records that the predicate does not mean.", false);

    /// <summary>The whole definition.</summary>
    public ConfigDef Complete(ConfigDef framework, PluginDescriptor connector)
    {
        var keys = framework.Keys.ToDictionary(key => key.Name);
        var order = framework.Keys.Select(key => key.Name);
        Change("connector.plugin.version", key => key with
        {
            DefaultValue = plugins.VersionsOf(connector.Kind, connector.ClassName)[^1],
            Recommender = new PluginRecommender(plugins.VersionsOf(connector.Kind, connector.ClassName)),
        });
        foreach (var (slot, workerClass) in slots.Converters)
        {
            Change(slot.ClassKey, key => key with
            {
                DefaultValue = workerClass,
                Recommender = new PluginRecommender(Names(slot.Kind)),
                Validator = Validators.Lambda((name, value) => EnsureClass(name, value, slot), "a converter"),
            });
            Change(slot.VersionKey, key => key with
            {
                DefaultValue = slot.LatestVersion,
                Recommender = new PluginRecommender([.. slot.Versions.Distinct(StringComparer.Ordinal)], slot.ClassKey),
                Validator = VersionRule(slot),
            });
        }

        var definition = ConfigDef.Of(order.Select(name => keys[name]));
        definition = slots.Transforms.Aggregate(definition, (sofar, named) => Embed(sofar, named.Alias, named.Slot, "Transform", Condition));
        return slots.Predicates.Aggregate(definition, (sofar, named) => Embed(sofar, named.Alias, named.Slot, "Predicate", new ConfigDef()));

        void Change(string name, Func<ConfigKey, ConfigKey> change) => keys[name] = change(keys[name]);
    }

    private ConfigDef Embed(ConfigDef definition, string alias, PluginSlot slot, string kind, ConfigDef own)
    {
        var group = $"{kind}s: {alias}";
        var word = slot.InterfaceName;
        definition = definition
            .Class(
                slot.ClassKey,
                $"The class of the {word.ToLowerInvariant()} '{alias}'.",
                importance: Importance.High,
                group: group,
                order: 0,
                width: Width.Long,
                displayName: $"{word} type for {alias}",
                validator: Validators.Lambda((name, value) => EnsureStep(name, value, alias, slot), $"a {word.ToLowerInvariant()}"),
                recommender: new PluginRecommender(Names(slot.Kind)))
            .String(
                slot.VersionKey,
                $"The version of the {word.ToLowerInvariant()} '{alias}', or a range of versions.",
                slot.LatestVersion,
                required: false,
                importance: Importance.High,
                group: group,
                order: 1,
                width: Width.Long,
                displayName: $"{word} version for {alias}",
                validator: VersionRule(slot),
                recommender: new PluginRecommender([.. slot.Versions.Distinct(StringComparer.Ordinal)]));
        return slot.Plugin is { } plugin && configs[plugin].Definition is { } child
            ? definition.Embed(slot.ClassKey[..^"type".Length], group, 2, own.Merge(Without(child, own)))
            : definition;
    }

    private void EnsureStep(string name, object? value, string alias, PluginSlot slot)
    {
        EnsureClass(name, value, slot);
        if (value is not null && slot.IsVersionUnreadable)
        {
            throw new ConfigException(slot.VersionError ?? "");
        }

        if (value is not null && slot.Plugin is { } plugin && configs[plugin].Error is { } failure)
        {
            throw ConfigException.Invalid(name, value, $"Error getting config definition from {slot.InterfaceName}: {failure}");
        }

        if (value is not null && slot.Kind == PluginKind.Transformation && slots.NegatesNothing(alias))
        {
            throw new ConfigException($"Config 'transforms.{alias}.negate' was provided but there is no config 'transforms.{alias}.predicate' defining a predicate to be negated.");
        }
    }

    private void EnsureClass(string name, object? value, PluginSlot slot)
    {
        if (value is not string className || className != slot.ClassName)
        {
            return;
        }

        if (slot.Forms.Count > 0)
        {
            throw new ConfigException($"This class is abstract and cannot be created. Did you mean {string.Join(", ", slot.Forms)}?");
        }

        if (slot.Versions.Count == 0)
        {
            throw new ConfigException($"Class class {className} does not implement the {slot.InterfaceName} interface");
        }

        if (slot.VersionError is { } error && !slot.IsVersionUnreadable)
        {
            throw new ConfigException(error);
        }

        if (slot.Plugin is { } plugin && configs[plugin].Fault is { } fault)
        {
            throw ConfigException.Invalid(name, className, fault);
        }
    }

    // The default is a version that is there: the rule looks at what the configuration says, and that was looked up already.
    private static IConfigValidator VersionRule(PluginSlot slot) => Validators.Lambda(
        (_, value) =>
        {
            if (slot.VersionError is { } error && value as string != slot.LatestVersion)
            {
                throw new ConfigException(error);
            }
        },
        "a version or a range of versions");

    private static ConfigDef Without(ConfigDef child, ConfigDef own) => ConfigDef.Of(child.Keys.Where(key => own.Find(key.Name) is null));

    private IReadOnlyList<string> Names(PluginKind kind) => [.. plugins.Of(kind).Select(plugin => plugin.ClassName).Distinct()];
}
