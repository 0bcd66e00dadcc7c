using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>Changes the configuration of topics and of the broker.</summary>
internal sealed class AlterConfigsHandler(TopicRegistry topics, BrokerConfig config, ClusterInfo cluster)
{
    private const sbyte DeleteOperation = 1;
    private const sbyte AppendOperation = 2;
    private const sbyte SubtractOperation = 3;
    private readonly Lock _oneChangeAtATime = new();

    public AlterConfigsResponse Alter(RequestContext context, AlterConfigsRequest request) => new()
    {
        Responses = [.. request.Resources.Select(resource =>
        {
            var (error, message) = Alter(resource.ResourceType, resource.ResourceName, request.ValidateOnly,
                _ => resource.Configs.Where(entry => entry.Value is not null).DistinctBy(entry => entry.Name, StringComparer.Ordinal)
                    .ToDictionary(entry => entry.Name, entry => entry.Value ?? "", StringComparer.Ordinal));
            return new AlterConfigsResponse.ResponseEntry { ErrorCode = error, ErrorMessage = message, ResourceType = resource.ResourceType, ResourceName = resource.ResourceName };
        })],
    };

    public IncrementalAlterConfigsResponse AlterIncrementally(RequestContext context, IncrementalAlterConfigsRequest request) => new()
    {
        Responses = [.. request.Resources.Select(resource =>
        {
            var (error, message) = Alter(resource.ResourceType, resource.ResourceName, request.ValidateOnly, current => Apply(current, resource));
            return new IncrementalAlterConfigsResponse.ResponseEntry { ErrorCode = error, ErrorMessage = message, ResourceType = resource.ResourceType, ResourceName = resource.ResourceName };
        })],
    };

    private (ErrorCode Error, string? Message) Alter(
        sbyte type, string name, bool validateOnly, Func<IReadOnlyDictionary<string, string>, Dictionary<string, string>> change)
    {
        lock (_oneChangeAtATime)
        {
            return AlterAlone(type, name, validateOnly, change);
        }
    }

    private (ErrorCode Error, string? Message) AlterAlone(
        sbyte type, string name, bool validateOnly, Func<IReadOnlyDictionary<string, string>, Dictionary<string, string>> change)
    {
        if (type == ConfigResource.Topic && topics.Find(name) is { } topic)
        {
            var changed = change(topic.Config.Own);
            if (TopicsHandler.ConfigComplaint(changed.Select(entry => (entry.Key, (string?)entry.Value))) is { } complaint)
            {
                return (ErrorCode.InvalidConfig, complaint);
            }

            if (!validateOnly)
            {
                topics.SetConfig(topic, changed);
            }

            return (ErrorCode.None, null);
        }

        return type == ConfigResource.Broker && IsThisBroker(name) ? AlterBroker(change(config.Dynamic), validateOnly) : ConfigResource.Missing(type, name);
    }

    private (ErrorCode Error, string? Message) AlterBroker(Dictionary<string, string> changed, bool validateOnly)
    {
        foreach (var (name, value) in changed)
        {
            var complaint = ConfigKeys.Broker.TryGetValue(name, out var key) ? key.Complaint(value) : $"Unknown broker config name: {name}";
            if (complaint is not null)
            {
                return (ErrorCode.InvalidConfig, complaint);
            }
        }

        if (!validateOnly)
        {
            foreach (var removed in config.Dynamic.Keys.Except(changed.Keys).ToList())
            {
                topics.SetBrokerConfig(removed, null);
            }

            foreach (var (name, value) in changed)
            {
                topics.SetBrokerConfig(name, value);
            }
        }

        return (ErrorCode.None, null);
    }

    private static Dictionary<string, string> Apply(IReadOnlyDictionary<string, string> current, IncrementalAlterConfigsRequest.ResourceEntry resource)
    {
        var changed = new Dictionary<string, string>(current, StringComparer.Ordinal);
        foreach (var entry in resource.Configs)
        {
            var words = (changed.GetValueOrDefault(entry.Name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
            var given = (entry.Value ?? "").Split(',');
            switch (entry.ConfigOperation)
            {
                case DeleteOperation:
                    changed.Remove(entry.Name);
                    break;
                case AppendOperation:
                    changed[entry.Name] = string.Join(',', words.Union(given));
                    break;
                case SubtractOperation:
                    changed[entry.Name] = string.Join(',', words.Except(given));
                    break;
                default:
                    changed[entry.Name] = entry.Value ?? "";
                    break;
            }
        }

        return changed;
    }

    private bool IsThisBroker(string name) => name.Length == 0 || cluster.IsThisNode(name);
}
