using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Validation;

/// <summary>What has to hold for the classes of converters, transformations and predicates, and for their versions.</summary>
internal static class PluginRules
{
    public static void Check(CheckedValues values, PluginSlots slots, IReadOnlyDictionary<PluginDescriptor, PluginConfig> configs)
    {
        foreach (var (slot, _) in slots.Converters)
        {
            Check(values, slot, configs);
        }

        foreach (var (alias, slot) in slots.Transforms.Concat(slots.Predicates))
        {
            if (values.Find(slot.ClassKey)?.Value is not null)
            {
                Check(values, slot, configs);
                CheckStep(values, alias, slot, slots, configs);
            }
        }
    }

    private static void Check(CheckedValues values, PluginSlot slot, IReadOnlyDictionary<PluginDescriptor, PluginConfig> configs)
    {
        if (slot.ClassName is { } className && values.Find(slot.ClassKey)?.Value as string == className && ErrorOf(slot, className, configs) is { } error)
        {
            values.AddError(slot.ClassKey, error);
        }

        if (slot.VersionError is { } versionError)
        {
            values.AddError(slot.VersionKey, versionError);
        }
    }

    private static string? ErrorOf(PluginSlot slot, string className, IReadOnlyDictionary<PluginDescriptor, PluginConfig> configs)
    {
        if (slot.Forms.Count > 0)
        {
            return $"This class is abstract and cannot be created. Did you mean {string.Join(", ", slot.Forms)}?";
        }

        if (slot.IsAbstract)
        {
            return "This class is abstract and cannot be created.";
        }

        if (slot.Versions.Count == 0)
        {
            return $"Class class {className} does not implement the {slot.InterfaceName} interface";
        }

        if (slot.VersionError is { } error)
        {
            return slot.IsVersionUnreadable ? null : error;
        }

        return slot.Plugin is { } plugin && configs[plugin].Fault is { } fault ? ConfigException.Invalid(slot.ClassKey, className, fault).Message : null;
    }

    private static void CheckStep(
        CheckedValues values, string alias, PluginSlot slot, PluginSlots slots, IReadOnlyDictionary<PluginDescriptor, PluginConfig> configs)
    {
        if (slot.IsVersionUnreadable)
        {
            values.AddError(slot.ClassKey, slot.VersionError ?? "");
        }

        if (slot.Plugin is { } plugin && configs[plugin].Error is { } failure)
        {
            values.AddError(slot.ClassKey, $"Error getting config definition from {slot.InterfaceName}: {failure}");
        }

        if (slot.Kind == PluginKind.Transformation && !values.HasErrors(slot.ClassKey) && slots.NegatesNothing(alias))
        {
            values.AddError(
                slot.ClassKey,
                $"Config 'transforms.{alias}.negate' was provided but there is no config 'transforms.{alias}.predicate' defining a predicate to be negated.");
        }
    }
}
