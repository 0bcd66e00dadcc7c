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

    public ReportPart Producer() => Check(ProducerPrefix, ClientKeys.Producer, ClientSettings.ForProducer);

    public ReportPart Consumer() => Check(ConsumerPrefix, ClientKeys.Consumer, ClientSettings.ForConsumer);

    public ReportPart Admin() => Check(AdminPrefix, ClientKeys.Admin, ClientSettings.ForAdmin);

    private ReportPart Check(
        string prefix, IReadOnlyDictionary<string, ConfigKey> known, Func<IReadOnlyDictionary<string, string>[], ClientSettings> translate)
    {
        var overrides = settings.Where(setting => setting.Key.Length > prefix.Length && setting.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var sorted = JavaMapOrder.Sort(overrides, setting => setting.Key[prefix.Length..], overrides.Count);
        ValidatedKey[] keys = [.. sorted.Select(setting => Check(prefix, setting.Key[prefix.Length..], setting.Value, known))];
        var errorCount = keys.Count(key => key.Value?.Errors.Count > 0);
        return errorCount > 0 || Refused(prefix, translate) is not { } refused
            ? new([], keys, errorCount)
            : new([], [.. keys.Select(key => key.Value?.Name == prefix + refused.Key ? key with { Value = key.Value.WithError(refused.Message) } : key)], 1);
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

    // A value that Kafka's own client would only refuse when a task starts.
    private InvalidSettingException? Refused(string prefix, Func<IReadOnlyDictionary<string, string>[], ClientSettings> translate)
    {
        try
        {
            _ = translate([PrefixedSettings.Of(settings, prefix)]);
            return null;
        }
        catch (InvalidSettingException error)
        {
            return error;
        }
    }
}
