namespace OrleansConnect.Abstractions.Configuration;

/// <summary>The settings of a plugin within the definition of another, below a prefix.</summary>
internal static class EmbeddedKeys
{
    public static IEnumerable<ConfigKey> Of(ConfigDef child, string keyPrefix, string groupPrefix, int startingOrder) =>
        Sorted(child).Select((key, index) => key with
        {
            Name = keyPrefix + key.Name,
            Group = key.Group is null ? groupPrefix : $"{groupPrefix}: {key.Group}",
            OrderInGroup = startingOrder + index,
            Dependents = [.. key.Dependents.Select(name => keyPrefix + name)],
            Validator = key.Validator is null ? null : new Validator(keyPrefix, key.Validator),
            Recommender = key.Recommender is null ? null : new Recommender(keyPrefix, key.Recommender),
        });

    private static IEnumerable<ConfigKey> Sorted(ConfigDef child)
    {
        var groups = child.Groups.ToList();
        return child.Keys
            .OrderBy(key => key.Group is null ? -1 : groups.IndexOf(key.Group))
            .ThenBy(key => key.OrderInGroup)
            .ThenBy(key => key.HasDefault)
            .ThenBy(key => key.Importance)
            .ThenBy(key => key.Name, StringComparer.Ordinal);
    }

    private sealed class Validator(string prefix, IConfigValidator inner) : IConfigValidator
    {
        public void EnsureValid(string name, object? value) => inner.EnsureValid(name[prefix.Length..], value);

        public override string? ToString() => inner.ToString();
    }

    private sealed class Recommender(string prefix, IConfigRecommender inner) : IConfigRecommender
    {
        public IReadOnlyList<object> ValidValues(string name, IReadOnlyDictionary<string, object?> parsedConfig) =>
            inner.ValidValues(name[prefix.Length..], new SettingsBelow(prefix, parsedConfig));

        public bool Visible(string name, IReadOnlyDictionary<string, object?> parsedConfig) =>
            inner.Visible(name[prefix.Length..], new SettingsBelow(prefix, parsedConfig));
    }
}
