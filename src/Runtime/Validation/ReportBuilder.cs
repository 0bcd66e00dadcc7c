using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Runtime.Validation;

/// <summary>Puts a report together, in the order that clients of Kafka Connect know.</summary>
/// <param name="name">The connector class as given.</param>
/// <param name="framework">The framework's settings.</param>
/// <param name="own">The connector's own; one that the framework has too takes its place.</param>
internal sealed class ReportBuilder(string name, ConfigDef framework, ConfigDef own)
{
    public ValidationReport Build(CheckedValues values, IReadOnlyList<ConfigValue> ownValues, IReadOnlyList<ReportPart> parts)
    {
        var definitions = new OrderedDictionary<string, ConfigKey>();
        foreach (var key in framework.Keys.Concat(own.Keys))
        {
            definitions[key.Name] = key;
        }

        var found = new Dictionary<string, ConfigValue>(StringComparer.Ordinal);
        foreach (var value in values.Declared(framework).Concat(ownValues.Select(WithRefusals)))
        {
            found[value.Name] = value;
        }

        ValidatedKey[] keys =
        [
            .. values.Undeclared(framework).Concat(ownValues).Where(value => !definitions.ContainsKey(value.Name)).Select(value => new ValidatedKey(null, value)),
            .. definitions.Values.Select(key => new ValidatedKey(key, found.GetValueOrDefault(key.Name))),
        ];
        return new(
            name,
            [.. framework.Groups.Concat(own.Groups).Concat(parts.SelectMany(part => part.Groups)).Distinct()],
            [.. keys, .. parts.SelectMany(part => part.Keys)],
            keys.Sum(key => key.Value?.Errors.Count ?? 0) + parts.Sum(part => part.ErrorCount));

        // A null is refused for the connector's own settings too. Kafka Connect forgets that, and stores it.
        ConfigValue WithRefusals(ConfigValue value) => framework.Find(value.Name) is null && values.Find(value.Name) is { Errors.Count: > 0 } refused
            ? value with { Errors = [.. value.Errors, .. refused.Errors] }
            : value;
    }
}
