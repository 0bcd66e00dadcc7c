using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Abstractions.Configuration;

/// <summary>One validation: everything wrong with settings at once. First all are parsed, then the recommenders are asked.</summary>
internal sealed class ConfigValidation(
    OrderedDictionary<string, ConfigKey> keys,
    IReadOnlyDictionary<string, string?> settings,
    ClassResolver? resolveClass)
{
    private readonly Dictionary<string, object?> _parsed = [];
    private readonly OrderedDictionary<string, ConfigValue> _results = [];

    public IReadOnlyList<ConfigValue> Run()
    {
        foreach (var key in keys.Values)
        {
            _results[key.Name] = Parse(key);
        }

        foreach (var name in keys.Values.SelectMany(key => key.Dependents).Where(name => !keys.ContainsKey(name)))
        {
            _results[name] = new ConfigValue(name) { Errors = [$"{name} is referred in the dependents, but not defined."], Visible = false };
        }

        foreach (var key in keys.Values)
        {
            _results[key.Name] = Recommend(key, _results[key.Name]);
        }

        return _results.Values;
    }

    private ConfigValue Parse(ConfigKey key)
    {
        var errors = new List<string>();
        object? value = null;
        try
        {
            value = Read(key);
        }
        catch (ConfigException e)
        {
            errors.Add(e.Message);
        }

        try
        {
            key.Validator?.EnsureValid(key.Name, value);
        }
        catch (ConfigException e)
        {
            errors.Add(e.Message);
        }

        _parsed[key.Name] = value;
        return new ConfigValue(key.Name) { Value = value, Errors = errors };
    }

    private object? Read(ConfigKey key)
    {
        if (settings.TryGetValue(key.Name, out var text))
        {
            return text is null ? null : ConfigValueParser.Parse(key.Name, text, key.Type, resolveClass);
        }

        return key.HasDefault ? key.DefaultValue : throw ConfigException.Missing(key.Name);
    }

    private ConfigValue Recommend(ConfigKey key, ConfigValue result)
    {
        if (key.Recommender is null)
        {
            return result;
        }

        try
        {
            return result with
            {
                RecommendedValues = key.Recommender.ValidValues(key.Name, _parsed),
                Visible = key.Recommender.Visible(key.Name, _parsed),
            };
        }
        catch (ConfigException e)
        {
            return result.WithError(e.Message);
        }
    }
}
