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
            CheckClass(values, slot, configs);
            CheckVersion(values, slot);
        }

        foreach (var (alias, slot) in slots.Transforms.Concat(slots.Predicates))
        {
            CheckStep(values, alias, slot, slots, configs);
            CheckVersion(values, slot);
        }
    }

    private static void CheckClass(CheckedValues values, PluginSlot slot, IReadOnlyDictionary<PluginDescriptor, PluginConfig> configs)
    {
        if (slot.ClassName is { } className && values.Find(slot.ClassKey)?.Value as string == className && ErrorOf(slot, className, configs) is { } error)
        {
            values.AddError(slot.ClassKey, error);
        }
    }

    private static void CheckVersion(CheckedValues values, PluginSlot slot)
    {
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

        if (slot.LoadError is not null)
        {
            return slot.IsVersionUnreadable ? null : slot.LoadError;
        }

        if (slot.Versions.Count == 0)
        {
            return $"Class {(slot.IsInterface ? "interface" : "class")} {className} does not implement the {slot.InterfaceName} interface";
        }

        if (slot.VersionError is { } error)
        {
            return slot.IsVersionUnreadable ? null : error;
        }

        return slot.Plugin is { } plugin && configs[plugin].Fault is { } fault ? ConfigException.Invalid(slot.ClassKey, className, fault).Message : null;
    }

    // Of the class and of what stands beside it only the first mistake is told.
    private static void CheckStep(
        CheckedValues values, string alias, PluginSlot slot, PluginSlots slots, IReadOnlyDictionary<PluginDescriptor, PluginConfig> configs)
    {
        if (slot.Kind == PluginKind.Transformation && slots.NegatesNothing(alias))
        {
            values.AddError(
                slot.ClassKey,
                $"Config 'transforms.{alias}.negate' was provided but there is no config 'transforms.{alias}.predicate' defining a predicate to be negated.");
        }
        else if (values.Find(slot.ClassKey)?.Value is null)
        {
            // There is nothing more to say of a class that was not found.
        }
        else if (slot.IsVersionUnreadable)
        {
            values.AddError(slot.ClassKey, slot.VersionError ?? "");
        }
        else
        {
            CheckClass(values, slot, configs);
            CheckDefinition(values, slot, configs);
        }
    }

    private static void CheckDefinition(CheckedValues values, PluginSlot slot, IReadOnlyDictionary<PluginDescriptor, PluginConfig> configs)
    {
        if (slot.Plugin is { } plugin && configs[plugin].Error is { } failure)
        {
            values.AddError(slot.ClassKey, $"Error getting config definition from {slot.InterfaceName}: {failure}");
        }
    }
}
