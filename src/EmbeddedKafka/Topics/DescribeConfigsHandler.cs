using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Wire;
using Answer = OrleansConnect.EmbeddedKafka.Wire.DescribeConfigsResponse.ResultEntry;

namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>Shows the configuration of topics and of the broker.</summary>
internal sealed class DescribeConfigsHandler(TopicRegistry topics, BrokerConfig config, ClusterInfo cluster)
{
    public DescribeConfigsResponse Handle(RequestContext context, DescribeConfigsRequest request) =>
        new() { Results = [.. request.Resources.Select(resource => Describe(resource, request.IncludeSynonyms))] };

    private Answer Describe(DescribeConfigsRequest.ResourceEntry asked, bool withSynonyms)
    {
        var answer = new Answer { ResourceType = asked.ResourceType, ResourceName = asked.ResourceName };
        if (asked.ResourceType == ConfigResource.Topic && topics.Find(asked.ResourceName) is { } topic)
        {
            answer.Configs = [.. Asked(ConfigKeys.Topic, asked).Select(key => Entry(key, topic.Config.Get(key.Name), withSynonyms))];
        }
        else if (asked.ResourceType == ConfigResource.Broker && (asked.ResourceName.Length == 0 || cluster.IsThisNode(asked.ResourceName)))
        {
            answer.Configs = [.. Asked(ConfigKeys.Broker, asked).Select(key => Entry(key, config.Get(key.Name), withSynonyms))];
        }
        else if (asked.ResourceType is ConfigResource.Topic or ConfigResource.Broker)
        {
            (answer.ErrorCode, answer.ErrorMessage) = ConfigResource.Missing(asked.ResourceType, asked.ResourceName);
        }

        return answer;
    }

    private static IEnumerable<ConfigKey> Asked(IReadOnlyDictionary<string, ConfigKey> keys, DescribeConfigsRequest.ResourceEntry asked) =>
        asked.ConfigurationKeys is { } names ? keys.Values.Where(key => names.Contains(key.Name)) : keys.Values;

    private static Answer.ConfigEntry Entry(ConfigKey key, (string Value, ConfigSource Source) current, bool withSynonyms)
    {
        var entry = new Answer.ConfigEntry
        {
            Name = key.Name,
            Value = current.Value,
            ConfigSource = (sbyte)current.Source,
            ConfigType = (sbyte)key.Type,
        };
        if (withSynonyms)
        {
            if (current.Source != ConfigSource.Default)
            {
                var name = current.Source == ConfigSource.DynamicTopic ? key.Name : key.BrokerName ?? key.Name;
                entry.Synonyms.Add(new() { Name = name, Value = current.Value, Source = (sbyte)current.Source });
            }

            entry.Synonyms.Add(new() { Name = key.BrokerName ?? key.Name, Value = key.Default, Source = (sbyte)ConfigSource.Default });
        }

        return entry;
    }
}
