using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Formats;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Validation;

/// <summary>Looks at the settings of Kafka clients in a connector's configuration: <c>producer.override.*</c>, <c>consumer.override.*</c>, <c>admin.override.*</c>.</summary>
internal sealed class ClientOverrides(OverridePolicy policy, IReadOnlyDictionary<string, string?> settings)
{
    public const string ProducerPrefix = "producer.override.";
    public const string ConsumerPrefix = "consumer.override.";
    public const string AdminPrefix = "admin.override.";

    public ReportPart Producer() => Check(ProducerPrefix, ClientKeys.Producer, ClientKind.Producer);

    public ReportPart Consumer() => Check(ConsumerPrefix, ClientKeys.Consumer, ClientKind.Consumer);

    public ReportPart Admin() => Check(AdminPrefix, ClientKeys.Admin, ClientKind.Admin);

    private ReportPart Check(string prefix, IReadOnlyDictionary<string, ConfigKey> known, ClientKind kind)
    {
        // Keys that share a place in the map of overrides are in the order of the map of all settings.
        var overrides = JavaMapOrder.Sort(settings, setting => setting.Key, settings.Count).Where(setting => setting.Key.Length > prefix.Length && setting.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var sorted = JavaMapOrder.Sort(overrides, setting => setting.Key[prefix.Length..], overrides.Count);
        ValidatedKey[] keys = [.. sorted.Select(setting => Check(prefix, setting.Key[prefix.Length..], setting.Value, known))];
        keys = WithRefusals(prefix, keys, kind);
        return new([], keys, keys.Count(key => key.Value?.Errors.Count > 0));
    }

    // Values that Kafka's own clients would only refuse when a task starts. Those that cannot even be read have their error already.
    private ValidatedKey[] WithRefusals(string prefix, ValidatedKey[] keys, ClientKind kind)
    {
        var readable = PrefixedSettings.Of(settings, prefix).ToDictionary(StringComparer.Ordinal);
        foreach (var key in keys.Where(key => key.Value?.Errors.Count > 0))
        {
            readable.Remove(key.Value?.Name[prefix.Length..] ?? "");
        }

        var refused = ClientSettings.RefusedOf(kind, readable).ToLookup(error => prefix + error.Key, error => error.Message);
        return [.. keys.Select(key => key with { Value = key.Value is { } value ? refused[value.Name].Aggregate(value, (told, error) => told.WithError(error)) : null })];
    }

    private ValidatedKey Check(string prefix, string name, string? text, IReadOnlyDictionary<string, ConfigKey> known)
    {
        var definition = known.GetValueOrDefault(name);
        var value = new ConfigValue(prefix + name) { Value = text };
        if (definition is not null && text is not null)
        {
            // The definition without its prefix: messages name a client's setting as Kafka knows it.
            var parsed = new ConfigDef().Add(definition).Validate(new Dictionary<string, string?> { [name] = text })[0];
            value = value with { Value = parsed.Value, Errors = parsed.Errors };
        }

        value = policy.Refuse(name) is { } refusal ? value.WithError(refusal) : value;
        return new(definition is null ? null : definition with { Name = prefix + name }, value);
    }
}
