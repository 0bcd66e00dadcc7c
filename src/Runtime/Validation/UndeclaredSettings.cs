using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Validation;

/// <summary>The settings of a connector that neither the worker nor the connector knows, most of them misspelt.</summary>
internal static class UndeclaredSettings
{
    // What belongs to plugins and clients, which may take more than they declare.
    private static readonly string[] Prefixes =
    [
        "transforms.", "predicates.", "key.converter.", "value.converter.", "header.converter.", "topic.creation.",
        ClientOverrides.ProducerPrefix, ClientOverrides.ConsumerPrefix, ClientOverrides.AdminPrefix,
    ];

    public static IEnumerable<string> In(ValidationReport report) => report.Unknown
        .Where(key => !RuntimeSettings.Knows(key) && !Array.Exists(Prefixes, prefix => key.StartsWith(prefix, StringComparison.Ordinal)))
        .Order(StringComparer.Ordinal);
}
