using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Validation;

/// <summary>Validates the converters, transformations and predicates of a configuration, and nothing else of it. Runs plugin code, and so on a thread of its own.</summary>
internal sealed class PipelineCheck(PluginRegistry plugins, PluginSlots slots, IReadOnlyDictionary<PluginDescriptor, PluginConfig> configs)
{
    public ValidationReport Run(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var definition = Own(new PluginKeys(plugins, slots, configs).Complete(FrameworkKeys.Common, null, cancellationToken));
        var values = new CheckedValues(definition.Validate(slots.WithFullNames(), slots.Resolver()));
        PluginRules.Check(values, slots, configs);
        PredicateRules.Check(values, slots, settings);
        ReportPart[] parts = [.. slots.Converters.Select(converter => ConverterRules.Check(converter.Slot, values, settings, configs))];
        return new ReportBuilder("", definition, new ConfigDef()).Build(values, [], parts);
    }

    private static ConfigDef Own(ConfigDef whole) => ConfigDef.Of(whole.Keys.Where(key =>
        key.Name is "transforms" or "predicates"
        || key.Name.Contains(".converter", StringComparison.Ordinal)
        || key.Name.StartsWith("transforms.", StringComparison.Ordinal)
        || key.Name.StartsWith("predicates.", StringComparison.Ordinal)));
}
