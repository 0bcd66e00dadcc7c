using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Validation;

/// <summary>Looks at the settings of the converters that a configuration names itself.</summary>
internal static class ConverterRules
{
    private const string TypeKey = "converter.type";

    public static ReportPart Check(
        PluginSlot slot, CheckedValues values, IReadOnlyDictionary<string, string?> settings, IReadOnlyDictionary<PluginDescriptor, PluginConfig> configs)
    {
        if (settings.GetValueOrDefault(slot.ClassKey) is null || slot.Plugin is not { } plugin || values.HasErrors(slot.ClassKey) || values.HasErrors(slot.VersionKey))
        {
            return ReportPart.None;
        }

        var role = slot.ClassKey.Replace('.', ' ');
        if (configs[plugin].Definition is not { } definition)
        {
            values.AddError(slot.ClassKey, $"Failed to load ConfigDef from {role}: {configs[plugin].Error}");
            return ReportPart.None;
        }

        var prefix = $"{slot.ClassKey}.";
        var own = PrefixedSettings.WithNulls(settings, prefix);
        own.TryAdd(TypeKey, slot.ClassKey[..slot.ClassKey.IndexOf('.', StringComparison.Ordinal)]);
        try
        {
            definition = definition.Listed(own.ContainsKey);
            var found = definition.Validate(own);
            ValidatedKey[] keys = [.. JavaMapOrder.Sort(found, value => value.Name, found.Count).Select(value => Prefixed(prefix, definition.Find(value.Name), value))];
            return new([.. keys.Select(key => key.Definition?.Group).OfType<string>().Distinct()], keys, keys.Count(key => key.Value?.Errors.Count > 0));
        }
        catch (Exception error)
        {
            // A rule or recommender of the plugin itself: whatever it throws is a finding.
            values.AddError(slot.ClassKey, $"Failed to perform config validation for {role}: {error.Message}");
            return ReportPart.None;
        }
    }

    private static ValidatedKey Prefixed(string prefix, ConfigKey? definition, ConfigValue value) => new(
        definition is null ? null : definition with { Name = prefix + definition.Name, DisplayName = definition.DisplayName },
        value with { Name = prefix + value.Name, Visible = true });
}
