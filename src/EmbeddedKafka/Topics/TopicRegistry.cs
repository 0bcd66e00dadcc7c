using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Log;

namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>The topics of the broker. Each change is written to the metadata log before it is seen.</summary>
internal sealed class TopicRegistry : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Topic> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Topic> _byId = [];
    private readonly string _directory;
    private readonly BrokerConfig _config;
    private readonly TopicStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public TopicRegistry(string dataDirectory, BrokerConfig config, TopicStore store, TimeProvider time, ILogger logger)
    {
        _directory = Path.Combine(dataDirectory, "topics");
        _config = config;
        _store = store;
        _time = time;
        _logger = logger;
        Load();
    }

    /// <summary>Told the name of each topic deleted.</summary>
    public event Action<string>? Deleted;

    public IReadOnlyCollection<Topic> All => [.. _byName.Values];

    public IEnumerable<PartitionLog> Logs => _byName.Values.SelectMany(topic => topic.Partitions);

    public Topic? Find(string name) => _byName.GetValueOrDefault(name);

    public Topic? Find(Guid id) => _byId.GetValueOrDefault(id);

    public PartitionLog? Find(string name, int partition) => Find(name)?.Partition(partition);

    /// <summary>Creates a topic, or gives the one that exists.</summary>
    public Topic GetOrCreate(string name, int partitions, IReadOnlyDictionary<string, string> config, out bool isNew)
    {
        lock (_gate)
        {
            isNew = !_byName.TryGetValue(name, out var topic);
            if (topic is null)
            {
                var id = Guid.NewGuid();
                _store.Save(name, id, partitions, config);
                topic = Open(name, id, partitions, config);
            }

            return topic;
        }
    }

    public void Delete(Topic topic)
    {
        lock (_gate)
        {
            if (Current(topic) is { } current)
            {
                _store.Remove(topic.Name);
                _byName.TryRemove(topic.Name, out _);
                _byId.TryRemove(current.Id, out _);
                foreach (var log in current.Partitions)
                {
                    log.Delete();
                    log.Grown.Set();
                }

                Deleted?.Invoke(topic.Name);
            }
        }
    }

    /// <summary>Widens a topic; false if it is gone or has as many partitions by now.</summary>
    public bool AddPartitions(Topic topic, int count)
    {
        lock (_gate)
        {
            if (Current(topic) is not { } current || current.Partitions.Length >= count)
            {
                return false;
            }

            _store.Save(current.Name, current.Id, count, current.Config.Own);
            var settings = current.Config.ToLogSettings();
            var added = Enumerable.Range(current.Partitions.Length, count - current.Partitions.Length).Select(i => OpenLog(current.Name, i, settings));
            Publish(current with { Partitions = [.. current.Partitions, .. added] });
            return true;
        }
    }

    /// <summary>Gives a topic other values of its own; nothing happens if it is gone by now.</summary>
    public void SetConfig(Topic topic, IReadOnlyDictionary<string, string> own)
    {
        lock (_gate)
        {
            if (Current(topic) is { } current)
            {
                _store.Save(current.Name, current.Id, current.Partitions.Length, own);
                ApplySettings(Publish(current with { Config = new TopicConfig(own, _config) }));
            }
        }
    }

    /// <summary>Changes a property of the broker, and with it the topics that have no value of their own.</summary>
    public void SetBrokerConfig(string name, string? value)
    {
        lock (_gate)
        {
            _store.SaveBrokerConfig(name, value);
            _config.Set(name, value);
            foreach (var topic in _byName.Values)
            {
                ApplySettings(topic);
            }
        }
    }

    public void Dispose()
    {
        foreach (var log in Logs)
        {
            log.Dispose();
        }
    }

    /// <summary>The topic as it is now, though the caller's word of it be old; null if it was deleted meanwhile.</summary>
    private Topic? Current(Topic topic) => _byId.GetValueOrDefault(topic.Id);

    private static void ApplySettings(Topic topic)
    {
        var settings = topic.Config.ToLogSettings();
        foreach (var log in topic.Partitions)
        {
            log.Settings = settings;
        }
    }

    private void Load()
    {
        foreach (var (name, saved) in _store.Load(_config))
        {
            Open(name, saved.TopicId, saved.Partitions, saved.Configs.ToDictionary(config => config.Name, config => config.Value));
        }

        DeleteLeftovers();
    }

    /// <summary>Deletes folders of topics whose deletion a crash cut short.</summary>
    private void DeleteLeftovers()
    {
        Directory.CreateDirectory(_directory);
        var known = _byName.Values.SelectMany(topic => topic.Partitions).Select(log => log.Directory).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(_directory).Where(folder => !known.Contains(folder)))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Topic Open(string name, Guid id, int partitions, IReadOnlyDictionary<string, string> own)
    {
        var config = new TopicConfig(own, _config);
        var settings = config.ToLogSettings();
        return Publish(new Topic(name, id, config, [.. Enumerable.Range(0, partitions).Select(i => OpenLog(name, i, settings))]));
    }

    private PartitionLog OpenLog(string topic, int partition, LogSettings settings) => LogFiles.Open(
        Path.Combine(_directory, topic + "-" + partition.ToString(CultureInfo.InvariantCulture)),
        settings,
        _config.Milliseconds("producer.id.expiration.ms"),
        _time,
        _logger);

    private Topic Publish(Topic topic)
    {
        _byName[topic.Name] = topic;
        _byId[topic.Id] = topic;
        return topic;
    }
}
