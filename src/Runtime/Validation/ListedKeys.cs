using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation;

/// <summary>The settings of a plugin that answers list: all that Kafka Connect has, and of ours beyond them those that are set.</summary>
internal static class ListedKeys
{
    public static ConfigDef Listed(this ConfigDef definition, Func<string, bool> isSet) => definition.Keys.Any(key => key.IsListedOnlyWhenSet)
        ? ConfigDef.Of(definition.Keys.Listed(isSet))
        : definition;

    public static IEnumerable<ConfigKey> Listed(this IEnumerable<ConfigKey> keys, Func<string, bool> isSet) => keys.Where(key => !key.IsListedOnlyWhenSet || isSet(key.Name));
}
