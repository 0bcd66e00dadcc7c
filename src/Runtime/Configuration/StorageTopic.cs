using System.Globalization;
using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>What a worker's settings say about one of Kafka Connect's storage topics: <c>config.storage</c>, <c>offset.storage</c> or <c>status.storage</c>.</summary>
/// <param name="Name">The topic, or null where the settings name none.</param>
/// <param name="Partitions">Partitions of a topic that is created, -1 for the broker's default, or null.</param>
/// <param name="ReplicationFactor">Its replication factor; -1, the broker's default, where the settings say nothing.</param>
/// <param name="Configs">Further topic settings for its creation.</param>
public sealed record StorageTopic(string? Name, int? Partitions, short ReplicationFactor, IReadOnlyDictionary<string, string> Configs)
{
    private const int BrokersDefault = -1;
    private static readonly string[] OwnKeys = ["topic", "partitions", "replication.factor", "cleanup.policy"];

    /// <summary>Reads the settings of one topic; a bad value is a <see cref="ConfigException"/>.</summary>
    public static StorageTopic Of(WorkerConfig config, string prefix)
    {
        ArgumentNullException.ThrowIfNull(config);
        var settings = config.WithPrefix(prefix + ".");
        return new(
            settings.GetValueOrDefault("topic") is { } name && !string.IsNullOrWhiteSpace(name) ? name.Trim() : null,
            CountOrNull(settings, prefix, "partitions"),
            (short)(CountOrNull(settings, prefix, "replication.factor") ?? BrokersDefault),
            settings.Where(setting => !OwnKeys.Contains(setting.Key)).ToDictionary(setting => setting.Key, setting => setting.Value));
    }

    private static int? CountOrNull(IReadOnlyDictionary<string, string> settings, string prefix, string key)
    {
        if (settings.GetValueOrDefault(key) is not { } text)
        {
            return null;
        }

        return int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && count is BrokersDefault or (> 0 and <= short.MaxValue)
            ? count
            : throw new ConfigException(
                $"Invalid value {text} for configuration {prefix}.{key}: it must be a number from 1 to {short.MaxValue}, or -1 for the broker's default.");
    }
}
