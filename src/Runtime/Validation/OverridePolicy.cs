using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Validation;

/// <summary>Which settings of its Kafka clients a connector may override: <c>connector.client.config.override.policy</c> of the worker.</summary>
/// <param name="Name">All, None, Principal or Allowlist.</param>
/// <param name="Allowed">The settings that may be overridden; null for all.</param>
internal sealed record OverridePolicy(string Name, IReadOnlySet<string>? Allowed)
{
    private const string PolicyKey = "connector.client.config.override.policy";
    private const string ClassSuffix = "ConnectorClientConfigOverridePolicy";

    private static readonly string[] Names = ["All", "None", "Principal", "Allowlist"];
    private static readonly string[] Identity = ["sasl.jaas.config", "sasl.mechanism", "security.protocol"];

    public static OverridePolicy Of(WorkerConfig worker)
    {
        var parsed = WorkerKeys.Definition.Parse(worker.Settings);
        var name = ShortName(parsed.GetString(PolicyKey));
        return new(name, name switch
        {
            "All" => null,
            "None" => new HashSet<string>(),
            "Principal" => Identity.ToHashSet(StringComparer.Ordinal),
            _ => parsed.GetList("connector.client.config.override.allowlist").ToHashSet(StringComparer.Ordinal),
        });
    }

    public static void EnsureKnown(string name, object? value)
    {
        if (value is not string policy || !Names.Contains(ShortName(policy)))
        {
            throw ConfigException.Invalid(name, value, $"There is no such policy. Use one of: {string.Join(", ", Names)}");
        }
    }

    /// <summary>Why a setting must not be overridden, or null.</summary>
    public string? Refuse(string setting) => Allowed is null || Allowed.Contains(setting)
        ? null
        : $"The '{Name}' policy does not allow '{setting}' to be overridden in the connector configuration.";

    // Kafka Connect takes the policies' class names too.
    private static string ShortName(string policy)
    {
        var simple = policy[(policy.LastIndexOf('.') + 1)..];
        return simple.EndsWith(ClassSuffix, StringComparison.Ordinal) ? simple[..^ClassSuffix.Length] : simple;
    }
}
