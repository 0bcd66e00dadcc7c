using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// Finds the offset store of a source connector: the worker's, or a topic of the connector's own (<c>offsets.storage.topic</c>, or the worker's topic on another cluster that the
/// connector produces to exactly once), which is followed while anybody uses it.
/// </summary>
public sealed class SourceOffsetStores(ISourceOffsetStore workers, WorkerConfig worker, ILoggerFactory logs, OffsetTopic? topic = null) : IAsyncDisposable
{
    private const string TopicKey = "offsets.storage.topic";
    private static readonly string[] ConnectionKeys = ["bootstrap.servers", "security.protocol", "ssl.", "sasl."];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Shared> _shared = new(StringComparer.Ordinal);

    /// <summary>The store of a connector, to be disposed after use.</summary>
    /// <param name="config">The connector's configuration, with variables resolved.</param>
    public OffsetStoreLease Rent(IReadOnlyDictionary<string, string?> config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (topic is null || OwnTopicOf(topic, config) is not { } own)
        {
            return new(workers, "", () => ValueTask.CompletedTask);
        }

        var key = string.Join('\n', own.Tail.Connection.Properties.OrderBy(setting => setting.Key, StringComparer.Ordinal).Select(setting => $"{setting.Key}={setting.Value}")
            .Prepend(own.Tail.Connection.BootstrapServers).Prepend(own.Topic.Name));
        lock (_lock)
        {
            if (!_shared.TryGetValue(key, out var shared))
            {
                var store = new KafkaOffsetStore(own, logs.CreateLogger<KafkaOffsetStore>());
                _shared[key] = shared = new(store);
            }

            shared.Users++;
            var place = $"{own.Topic.Name} on {own.Tail.Connection.BootstrapServers}";
            return new(new ChainedOffsetStore(shared.Store, workers, logs.CreateLogger<ChainedOffsetStore>()), place, () => GiveBackAsync(key));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        List<Shared> left;
        lock (_lock)
        {
            left = [.. _shared.Values];
            _shared.Clear();
        }

        foreach (var shared in left)
        {
            await shared.Store.DisposeAsync();
        }
    }

    private async ValueTask GiveBackAsync(string key)
    {
        Shared? unused = null;
        lock (_lock)
        {
            if (_shared.TryGetValue(key, out var shared) && --shared.Users == 0)
            {
                _shared.Remove(key);
                unused = shared;
            }
        }

        if (unused is not null)
        {
            await unused.Store.DisposeAsync();
        }
    }

    private OffsetTopic? OwnTopicOf(OffsetTopic ofWorker, IReadOnlyDictionary<string, string?> config)
    {
        var connection = ConnectionOf(config);
        var isElsewhere = connection["bootstrap.servers"] != worker.BootstrapServers && worker.IsExactlyOnceEnabled;
        var name = config.GetValueOrDefault(TopicKey);
        if (name is null ? !isElsewhere : name == ofWorker.Topic.Name && !isElsewhere)
        {
            return null;
        }

        var native = ClientSettings.ForAdmin(connection).Native
            .Where(setting => Array.Exists(ConnectionKeys, prefix => setting.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .ToDictionary(setting => setting.Key, setting => setting.Value);
        return ofWorker.Owned(name ?? ofWorker.Topic.Name, new KafkaConnection(connection["bootstrap.servers"]) { Properties = native });
    }

    // Offsets are on the cluster that the records go to, since one transaction holds both.
    private Dictionary<string, string> ConnectionOf(IReadOnlyDictionary<string, string?> config)
    {
        var connection = new Dictionary<string, string>(worker.ClientSettings, StringComparer.Ordinal);
        foreach (var (key, value) in worker.WithPrefix("producer.").Concat(PrefixedSettings.Of(config, "producer.override.")))
        {
            if (Array.Exists(ConnectionKeys, prefix => key.StartsWith(prefix, StringComparison.Ordinal)))
            {
                connection[key] = value;
            }
        }

        return connection;
    }

    private sealed class Shared(KafkaOffsetStore store)
    {
        public KafkaOffsetStore Store => store;

        public int Users { get; set; }
    }
}
