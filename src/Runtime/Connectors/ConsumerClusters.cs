using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Admin;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Tasks;
using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>
/// The Kafka clusters that sinks read from: the worker's own, unless <c>consumer.*</c> or a connector's <c>consumer.override.*</c> names another one, or other rights. Those that nobody has
/// asked for a minute are closed. Safe for any number of callers.
/// </summary>
internal sealed class ConsumerClusters(KafkaAdmin own, WorkerConfig worker, TimeProvider time, ILogger<KafkaAdmin> logger) : IDisposable
{
    private static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _others = [];
    private readonly string _own = KeyOf(ClientSettings.ForAdmin(worker.ClientSettings, Connection(worker.WithPrefix("admin."))));

    /// <summary>Whether that setting of a connector says where its consumers connect to, or as whom.</summary>
    public static bool IsConnection(string key) => key.StartsWith(ClientOverrides.ConsumerPrefix, StringComparison.Ordinal) && KafkaConnection.IsPart(key[ClientOverrides.ConsumerPrefix.Length..]);

    /// <summary>The cluster that a connector's consumers read from.</summary>
    /// <param name="config">Its configuration with variables resolved.</param>
    public KafkaAdmin Of(IReadOnlyDictionary<string, string?> config)
    {
        var settings = TaskClients.Check(() => ClientSettings.ForAdmin(worker.ClientSettings, Connection(worker.WithPrefix("consumer.")), Connection(PrefixedSettings.Of(config, ClientOverrides.ConsumerPrefix))));
        var key = KeyOf(settings);
        lock (_lock)
        {
            CloseIdle();
            if (key == _own)
            {
                return own;
            }

            var admin = _others.TryGetValue(key, out var entry) ? entry.Admin : new KafkaAdmin(settings, time, logger);
            _others[key] = new(admin, time.GetTimestamp());
            return admin;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var entry in _others.Values)
            {
                entry.Admin.Dispose();
            }

            _others.Clear();
        }
    }

    private void CloseIdle()
    {
        foreach (var (key, entry) in _others.Where(other => time.GetElapsedTime(other.Value.UsedAt) > IdleMax).ToList())
        {
            _others.Remove(key);
            entry.Admin.Dispose();
        }
    }

    // What a consumer has beyond its connection is of no interest to whoever asks for topics.
    private static Dictionary<string, string> Connection(IReadOnlyDictionary<string, string> settings) =>
        settings.Where(setting => KafkaConnection.IsPart(setting.Key)).ToDictionary();

    private static string KeyOf(ClientSettings settings) =>
        string.Join('\n', settings.Native.OrderBy(setting => setting.Key, StringComparer.Ordinal).Select(setting => $"{setting.Key}={setting.Value}"));

    private sealed record Entry(KafkaAdmin Admin, long UsedAt);
}
