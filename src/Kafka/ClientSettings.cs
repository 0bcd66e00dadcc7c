using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka;

/// <summary>
/// The settings of one Kafka client, given under the names of Kafka's Java clients and translated to librdkafka's once.
/// Immutable and safe to log: secrets are not in <see cref="ToString"/>.
/// </summary>
public sealed class ClientSettings
{
    private ClientSettings(ClientKind kind, IReadOnlyDictionary<string, string> native) => (Kind, Native) = (kind, native);

    public ClientKind Kind { get; }

    public string BootstrapServers => Native.GetValueOrDefault("bootstrap.servers", "");

    /// <summary>The group a consumer commits for; empty for other clients.</summary>
    public string GroupId => Native.GetValueOrDefault("group.id", "");

    /// <summary>
    /// Where <c>auto.offset.reset</c> has a consumer begin: <see cref="TopicPartitionOffset.Beginning"/> (the default), <see cref="TopicPartitionOffset.End"/>, or
    /// <see cref="TopicPartitionOffset.Stored"/> for <c>none</c>, with which reading fails where nothing was committed.
    /// </summary>
    public long OffsetReset => Native.GetValueOrDefault("auto.offset.reset") switch
    {
        "latest" or "largest" or "end" => TopicPartitionOffset.End,
        "error" => TopicPartitionOffset.Stored,
        _ => TopicPartitionOffset.Beginning,
    };

    /// <summary>Empty if the producer has no transactions.</summary>
    public string TransactionalId => Native.GetValueOrDefault("transactional.id", "");

    /// <summary>Under librdkafka's names, with values as it takes them.</summary>
    public IReadOnlyDictionary<string, string> Native { get; }

    /// <summary>A source task's defaults (nothing lost, nothing doubled by a retry), then each layer over the one before.</summary>
    /// <exception cref="InvalidSettingException">A value is not allowed.</exception>
    public static ClientSettings ForProducer(params IReadOnlyList<IReadOnlyDictionary<string, string>> layers) =>
        Create(ClientKind.Producer, layers);

    /// <summary>A sink task's defaults (from the beginning, never committing by itself), then each layer over the one before.</summary>
    /// <exception cref="InvalidSettingException">A value is not allowed.</exception>
    public static ClientSettings ForConsumer(params IReadOnlyList<IReadOnlyDictionary<string, string>> layers) =>
        Create(ClientKind.Consumer, layers);

    /// <inheritdoc cref="ForProducer"/>
    public static ClientSettings ForAdmin(params IReadOnlyList<IReadOnlyDictionary<string, string>> layers) =>
        Create(ClientKind.Admin, layers);

    /// <summary>Which of these names no client of that kind knows; whatever their values, which may be variables yet.</summary>
    public static IReadOnlyList<string> UnknownOf(ClientKind kind, IEnumerable<string> names) => SettingsTranslator.UnknownOf(kind, names);

    /// <summary>The values that no client of that kind can have, each with its reason; those of other settings do not hide any.</summary>
    public static IReadOnlyList<InvalidSettingException> RefusedOf(ClientKind kind, IReadOnlyDictionary<string, string> settings) =>
        SettingsTranslator.Translate(kind, [settings]).Refused;

    /// <summary>The values that a client of that kind has only up to a limit of its own.</summary>
    public static IReadOnlyList<ClampedSetting> ClampedOf(ClientKind kind, IReadOnlyDictionary<string, string> settings) =>
        SettingsTranslator.Translate(kind, [settings]).Clamped;

    /// <summary>What stands where the value of a secret would.</summary>
    public static string Hidden => SecretNames.Hidden;

    /// <summary>Whether the value of a setting must never be shown, going by its name.</summary>
    public static bool IsSecret(string name) => SecretNames.IsSecret(name);

    public override string ToString() =>
        $"{Kind} {{ {string.Join(", ", Native.OrderBy(s => s.Key, StringComparer.Ordinal).Select(Describe))} }}";

    private static ClientSettings Create(ClientKind kind, IReadOnlyList<IReadOnlyDictionary<string, string>> layers)
    {
        var translation = SettingsTranslator.Translate(kind, layers);
        return translation.Refused is [var refused, ..] ? throw refused : new(kind, translation.Native);
    }

    private static string Describe(KeyValuePair<string, string> setting) =>
        $"{setting.Key}={(SecretNames.IsSecret(setting.Key) ? SecretNames.Hidden : setting.Value)}";
}
