using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Validation.Hints;

namespace OrleansConnect.Runtime.Validation;

/// <summary>
/// Names the settings of Kafka clients that no client here knows, most of them misspelt: they are allowed, as in Kafka Connect, and have no effect. And those whose value is beyond a client's limit.
/// </summary>
internal static class ClientSettingWarnings
{
    private static readonly (ClientKind Kind, string OfWorker, string OfConnector, IReadOnlyDictionary<string, ConfigKey> Known)[] Clients =
    [
        (ClientKind.Producer, "producer.", ClientOverrides.ProducerPrefix, ClientKeys.Producer),
        (ClientKind.Consumer, "consumer.", ClientOverrides.ConsumerPrefix, ClientKeys.Consumer),
        (ClientKind.Admin, "admin.", ClientOverrides.AdminPrefix, ClientKeys.Admin),
    ];

    // What users of Java's clients have, and what does the same for ours.
    private static readonly (string Beginning, string Instead)[] Instead =
    [
        ("ssl.truststore.", " Set 'ssl.ca.location' to a file of certificates in PEM form."),
        ("ssl.keystore.certificate.chain", " Set 'ssl.certificate.pem' or 'ssl.certificate.location'."),
        ("ssl.keystore.key", " Set 'ssl.key.pem' or 'ssl.key.location'."),
        ("ssl.keystore.type", " 'ssl.keystore.location' names a file in PKCS#12 form."),
    ];

    /// <summary>A sentence for each setting of a worker.</summary>
    public static IEnumerable<string> Of(WorkerConfig worker) =>
    [
        .. Of(ClientKind.Admin, "", worker.ClientSettings.Keys.Where(key => !SettingsWithoutEffect.Has(key)), ClientKeys.Admin),
        .. Limited(ClientKind.Admin, "", worker.ClientSettings),
        .. Clients.SelectMany(client => Limited(client.Kind, client.OfWorker, worker.WithPrefix(client.OfWorker))),
        .. Clients.SelectMany(client => Of(client.Kind, client.OfWorker, worker.WithPrefix(client.OfWorker).Keys.Where(key => !SettingsWithoutEffect.Has(client.OfWorker + key)), client.Known)),
    ];

    /// <summary>A sentence for each setting of a connector.</summary>
    public static IEnumerable<string> Of(IReadOnlyDictionary<string, string?> connectorConfig) =>
    [
        .. Clients.SelectMany(client => Limited(client.Kind, client.OfConnector, PrefixedSettings.Of(connectorConfig, client.OfConnector))),
        .. Clients.SelectMany(client => Of(client.Kind, client.OfConnector, PrefixedSettings.Of(connectorConfig, client.OfConnector).Keys, client.Known)),
    ];

    private static IEnumerable<string> Limited(ClientKind kind, string prefix, IReadOnlyDictionary<string, string> settings) =>
        ClientSettings.ClampedOf(kind, settings).OrderBy(setting => setting.Name, StringComparer.Ordinal).Select(setting =>
            $"The setting '{prefix}{setting.Name}' is {setting.Given}, which is beyond what a Kafka client here can have: {setting.Used} is used.");

    private static IEnumerable<string> Of(ClientKind kind, string prefix, IEnumerable<string> names, IReadOnlyDictionary<string, ConfigKey> known) =>
        ClientSettings.UnknownOf(kind, names).Order(StringComparer.Ordinal).Select(name => known.ContainsKey(name)
            ? $"The setting '{prefix}{name}' is one of Kafka's Java clients and has no effect here.{Array.Find(Instead, other => name.StartsWith(other.Beginning, StringComparison.Ordinal)).Instead}"
            : $"The setting '{prefix}{name}' is not one of a Kafka client's and has no effect.{(NearNames.Nearest(name, known.Keys) is { } near ? $" Did you mean '{prefix}{near}'?" : " Correct or remove it.")}");
}
