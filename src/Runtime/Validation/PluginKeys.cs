using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Validation;

/// <summary>
/// What the installed plugins add to the settings of one connector: defaults and proposals for the classes that it names, and the settings of its transformations and predicates.
/// </summary>
internal sealed class PluginKeys(PluginRegistry plugins, PluginSlots slots, IReadOnlyDictionary<PluginDescriptor, PluginConfig> configs)
{
    private static readonly ConfigDef Condition = new ConfigDef()
        .String("predicate", "Name of the predicate that decides to which records the transformation applies.", required: false)
        .Boolean("negate", "Whether it applies to the records that the predicate does not mean.", false);

    /// <summary>The whole definition.</summary>
    /// <param name="framework">The settings of all connectors of that kind.</param>
    /// <param name="connector">The connector, or null where only its converters and transformations are looked at.</param>
    /// <param name="cancellationToken">Ends the work: a configuration may name very many transformations.</param>
    public ConfigDef Complete(ConfigDef framework, PluginDescriptor? connector, CancellationToken cancellationToken)
    {
        var keys = framework.Keys.ToDictionary(key => key.Name);
        var order = framework.Keys.Select(key => key.Name);
        if (connector is not null)
        {
            var versions = plugins.VersionsOf(connector.Kind, connector.ClassName);
            Change("connector.plugin.version", key => key with { DefaultValue = versions[^1], Recommender = new PluginRecommender(versions) });
        }

        foreach (var (slot, workerClass) in slots.Converters)
        {
            Change(slot.ClassKey, key => key with
            {
                DefaultValue = workerClass,
                Recommender = new PluginRecommender(Names(slot.Kind)),
            });
            Change(slot.VersionKey, key => key with
            {
                DefaultValue = slot.LatestVersion,
                Recommender = new PluginRecommender([.. slot.Versions.Distinct(StringComparer.Ordinal)], slot.ClassKey),
            });
        }

        return ConfigDef.Of(
        [
            .. order.Select(name => keys[name]),
            .. slots.Transforms.SelectMany(named => Embedded(named.Alias, named.Slot, "Transform", Condition, cancellationToken)),
            .. slots.Predicates.SelectMany(named => Embedded(named.Alias, named.Slot, "Predicate", new ConfigDef(), cancellationToken)),
        ]);

        void Change(string name, Func<ConfigKey, ConfigKey> change) => keys[name] = change(keys[name]);
    }

    private IReadOnlyList<ConfigKey> Embedded(string alias, PluginSlot slot, string kind, ConfigDef own, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var group = $"{kind}s: {alias}";
        var word = slot.InterfaceName;
        var definition = new ConfigDef()
            .Class(
                slot.ClassKey,
                $"The class of the {word.ToLowerInvariant()} '{alias}'.",
                importance: Importance.High,
                group: group,
                order: 0,
                width: Width.Long,
                displayName: $"{word} type for {alias}",
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
                recommender: new PluginRecommender([.. slot.Versions.Distinct(StringComparer.Ordinal)]));
        var prefix = slot.ClassKey[..^"type".Length];
        return slot.Plugin is { } plugin && configs[plugin].Definition?.Listed(name => slots.Has(prefix + name)) is { } child
            ? definition.Embed(prefix, group, 2, own.Merge(Without(child, own))).Keys
            : definition.Keys;
    }

    private static ConfigDef Without(ConfigDef child, ConfigDef own) => ConfigDef.Of(child.Keys.Where(key => own.Find(key.Name) is null));

    private IReadOnlyList<string> Names(PluginKind kind) => [.. plugins.Of(kind).Select(plugin => plugin.ClassName).Distinct()];
}
