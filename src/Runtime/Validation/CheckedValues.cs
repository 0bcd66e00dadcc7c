using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Formats;

namespace OrleansConnect.Runtime.Validation;

/// <summary>The values of a configuration while rules that concern several of them add their errors.</summary>
internal sealed class CheckedValues(IEnumerable<ConfigValue> values)
{
    private readonly OrderedDictionary<string, ConfigValue> _values = new(values.Select(value => KeyValuePair.Create(value.Name, value)));

    /// <summary>All values: declared ones in their order, then the others in the order of a Java map.</summary>
    public IEnumerable<ConfigValue> Declared(ConfigDef definition) => _values.Values.Where(value => definition.Find(value.Name) is not null);

    /// <inheritdoc cref="Declared"/>
    public IEnumerable<ConfigValue> Undeclared(ConfigDef definition) =>
        JavaMapOrder.Sort(_values.Values.Where(value => definition.Find(value.Name) is null), value => value.Name, _values.Count);

    public ConfigValue? Find(string key) => _values.GetValueOrDefault(key);

    public bool HasErrors(string key) => Find(key)?.Errors.Count > 0;

    /// <summary>Makes sure that there is a value, if only to be shown.</summary>
    public void Show(string key, object? value)
    {
        if (!_values.ContainsKey(key))
        {
            _values[key] = new(key) { Value = value };
        }
    }

    public void AddError(string key, string message) => _values[key] = (Find(key) ?? new ConfigValue(key)).WithError(message);
}
