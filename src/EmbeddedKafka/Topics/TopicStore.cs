using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>Topics and changed broker properties in the metadata log.</summary>
internal sealed class TopicStore(StateLog metadata)
{
    /// <summary>Reads what earlier runs have saved: gives the topics, and puts properties into the configuration.</summary>
    public IReadOnlyDictionary<string, TopicStateValue> Load(BrokerConfig config)
    {
        var topics = new Dictionary<string, TopicStateValue>(StringComparer.Ordinal);
        metadata.Replay((_, entry) =>
        {
            if (entry.KeyType == BrokerConfigKey.Api.Key)
            {
                config.Set(entry.Key<BrokerConfigKey>().Name, entry.Value<BrokerConfigValue>()?.Value);
            }
            else if (entry.KeyType == TopicStateKey.Api.Key)
            {
                var name = entry.Key<TopicStateKey>().Name;
                topics.Remove(name);
                if (entry.Value<TopicStateValue>() is { } value)
                {
                    topics[name] = value;
                }
            }
        });
        return topics;
    }

    public void Save(string name, Guid id, int partitions, IReadOnlyDictionary<string, string> own) => metadata.Append(
        new TopicStateKey { Name = name },
        new TopicStateValue
        {
            TopicId = id,
            Partitions = partitions,
            Configs = [.. own.Select(config => new TopicStateValue.ConfigEntry { Name = config.Key, Value = config.Value })],
        });

    public void Remove(string name) => metadata.Append<TopicStateKey, TopicStateValue>(new TopicStateKey { Name = name }, null);

    public void SaveBrokerConfig(string name, string? value) =>
        metadata.Append(new BrokerConfigKey { Name = name }, value is null ? null : new BrokerConfigValue { Value = value });
}
