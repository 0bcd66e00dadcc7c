using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// Finds the offset store of a source connector: the worker's, or a topic of the connector's own (<c>offsets.storage.topic</c>, or the worker's topic on another cluster that the
/// connector produces to exactly once), which is followed while anybody uses it.
/// </summary>
public sealed class SourceOffsetStores(ISourceOffsetStore workers, WorkerConfig worker, ILoggerFactory logs, OffsetTopic? topic = null) : IAsyncDisposable
{
    private const string TopicKey = "offsets.storage.topic";

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
        // Offsets are on the cluster that the records go to, since one transaction holds both.
        var connection = KafkaConnection.Of(TaskClients.Check(() => ClientSettings.ForProducer(
            worker.ClientSettings, worker.WithPrefix("producer."), PrefixedSettings.Of(config, "producer.override."))));
        var isElsewhere = connection.BootstrapServers != worker.BootstrapServers && worker.IsExactlyOnceEnabled;
        var name = config.GetValueOrDefault(TopicKey);
        return (name is null ? !isElsewhere : name == ofWorker.Topic.Name && !isElsewhere) ? null : ofWorker.Owned(name ?? ofWorker.Topic.Name, connection);
    }

    private sealed class Shared(KafkaOffsetStore store)
    {
        public KafkaOffsetStore Store => store;

        public int Users { get; set; }
    }
}
