using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Configuration;

/// <summary>Reads settings for a task or connector that is about to run: the first problem is thrown.</summary>
internal sealed class ConfigParser(OrderedDictionary<string, ConfigKey> keys, ClassResolver? resolveClass)
{
    public ParsedConfig Parse(IReadOnlyDictionary<string, string?> settings)
    {
        EnsureDependentsAreDefined();
        var values = new Dictionary<string, object?>(keys.Count);
        foreach (var key in keys.Values)
        {
            var value = Deduplicate(key, Read(key, settings));
            key.Validator?.EnsureValid(key.Name, value);
            values.Add(key.Name, value);
        }

        return new ParsedConfig(values, new Dictionary<string, string?>(settings));
    }

    private void EnsureDependentsAreDefined()
    {
        var undefined = keys.Values.SelectMany(key => key.Dependents).Where(name => !keys.ContainsKey(name)).ToHashSet();
        if (undefined.Count > 0)
        {
            throw new ConfigException(
                $"Some configurations in are referred in the dependents, but not defined: {string.Join(',', undefined.Order(StringComparer.Ordinal))}");
        }
    }

    private object? Read(ConfigKey key, IReadOnlyDictionary<string, string?> settings)
    {
        if (settings.TryGetValue(key.Name, out var text))
        {
            return text is null ? null : ConfigValueParser.Parse(key.Name, text, key.Type, resolveClass);
        }

        return key.HasDefault ? key.DefaultValue : throw ConfigException.Missing(key.Name);
    }

    // A list that must not repeat itself is refused by validation only: what runs already goes on running.
    private static object? Deduplicate(ConfigKey key, object? value) =>
        key.Validator is ListValidator && value is IReadOnlyList<string> items ? items.Distinct().ToArray() : value;
}
