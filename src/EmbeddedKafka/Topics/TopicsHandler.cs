using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>Creates, deletes and widens topics.</summary>
internal sealed class TopicsHandler(TopicRegistry topics, BrokerConfig config, ClusterInfo cluster)
{
    private const int MaxPartitions = 10_000;

    public CreateTopicsResponse Create(RequestContext context, CreateTopicsRequest request)
    {
        var repeated = request.Topics.GroupBy(topic => topic.Name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        return new CreateTopicsResponse { Topics = [.. request.Topics.Select(topic => CreateOnDisk(topic, repeated, request.ValidateOnly))] };
    }

    public DeleteTopicsResponse Delete(RequestContext context, DeleteTopicsRequest request)
    {
        var asked = context.Version >= 6
            ? request.Topics.Select(topic => (topic.Name, topic.TopicId))
            : request.TopicNames.Select(name => ((string?)name, Guid.Empty));
        return new DeleteTopicsResponse { Responses = [.. asked.Select(topic => Delete(topic.Item1, topic.Item2))] };
    }

    public CreatePartitionsResponse AddPartitions(RequestContext context, CreatePartitionsRequest request) =>
        new() { Results = [.. request.Topics.Select(topic => AddPartitions(topic, request.ValidateOnly))] };

    private CreateTopicsResponse.TopicEntry CreateOnDisk(CreateTopicsRequest.TopicEntry asked, HashSet<string> repeated, bool validateOnly)
    {
        try
        {
            return Create(asked, repeated, validateOnly);
        }
        catch (IOException exception)
        {
            return new() { Name = asked.Name, ErrorCode = ErrorCode.KafkaStorageError, ErrorMessage = $"The topic could not be put on the disk: {exception.Message}" };
        }
    }

    private CreateTopicsResponse.TopicEntry Create(CreateTopicsRequest.TopicEntry asked, HashSet<string> repeated, bool validateOnly)
    {
        var answer = new CreateTopicsResponse.TopicEntry { Name = asked.Name };
        var partitions = asked.Assignments.Count > 0 ? asked.Assignments.Count : asked.NumPartitions == -1 ? config.Int("num.partitions") : asked.NumPartitions;
        (answer.ErrorCode, answer.ErrorMessage) = Complaint(asked, partitions, repeated);
        if (answer.ErrorCode != ErrorCode.None)
        {
            return answer;
        }

        var own = asked.Configs.Where(entry => entry.Value is not null).ToDictionary(entry => entry.Name, entry => entry.Value ?? "", StringComparer.Ordinal);
        var topicConfig = new TopicConfig(own, config);
        if (!validateOnly)
        {
            var topic = topics.GetOrCreate(asked.Name, partitions, own, out var isNew);
            (topicConfig, answer.TopicId) = (topic.Config, topic.Id);
            if (!isNew)
            {
                (answer.ErrorCode, answer.ErrorMessage) = AlreadyExists(asked.Name);
                return answer;
            }
        }

        answer.NumPartitions = partitions;
        answer.ReplicationFactor = 1;
        answer.Configs = [.. ConfigKeys.Topic.Keys.Select(name => (Name: name, Value: topicConfig.Get(name))).Select(entry => new CreateTopicsResponse.TopicEntry.ConfigEntry
        {
            Name = entry.Name,
            Value = entry.Value.Value,
            ConfigSource = (sbyte)entry.Value.Source,
        })];
        return answer;
    }

    private (ErrorCode Error, string? Message) Complaint(CreateTopicsRequest.TopicEntry asked, int partitions, HashSet<string> repeated)
    {
        if (repeated.Contains(asked.Name))
        {
            return (ErrorCode.InvalidRequest, "Duplicate topic name.");
        }

        if (asked.Configs.DistinctBy(entry => entry.Name, StringComparer.Ordinal).Count() < asked.Configs.Count)
        {
            return (ErrorCode.InvalidConfig, "A config name is given twice.");
        }

        if (Topic.Complaint(asked.Name) is { } name)
        {
            return (ErrorCode.InvalidTopic, name);
        }

        if (topics.Find(asked.Name) is not null)
        {
            return AlreadyExists(asked.Name);
        }

        if (partitions is < 1 or > MaxPartitions)
        {
            return (ErrorCode.InvalidPartitions, $"Number of partitions was set to an invalid value: {partitions} is not between 1 and {MaxPartitions}.");
        }

        if (asked.Assignments.Count == 0 && asked.ReplicationFactor is not (-1 or 1))
        {
            return (ErrorCode.InvalidReplicationFactor, $"Unable to replicate the partition {asked.ReplicationFactor} time(s): the embedded broker is one node.");
        }

        if (!IsAssignedHere(asked.Assignments))
        {
            return (ErrorCode.InvalidReplicaAssignment, $"Partitions must be numbered from 0 and lie on node {cluster.NodeId}, the only one.");
        }

        return ConfigComplaint(asked.Configs.Select(entry => (entry.Name, entry.Value))) is { } complaint ? (ErrorCode.InvalidConfig, complaint) : (ErrorCode.None, null);
    }

    private bool IsAssignedHere(List<CreateTopicsRequest.TopicEntry.AssignmentEntry> assignments) =>
        assignments.Select(assignment => assignment.PartitionIndex).Order().SequenceEqual(Enumerable.Range(0, assignments.Count)) &&
        assignments.All(assignment => assignment.BrokerIds is [var node] && node == cluster.NodeId);

    internal static string? ConfigComplaint(IEnumerable<(string Name, string? Value)> configs)
    {
        foreach (var (name, value) in configs)
        {
            var complaint = ConfigKeys.Topic.TryGetValue(name, out var key) ? key.Complaint(value) : $"Unknown topic config name: {name}";
            if (complaint is not null)
            {
                return complaint;
            }
        }

        return null;
    }

    private static (ErrorCode Error, string? Message) AlreadyExists(string name) => (ErrorCode.TopicAlreadyExists, $"Topic '{name}' already exists.");

    private DeleteTopicsResponse.ResponseEntry Delete(string? name, Guid id)
    {
        var topic = name is null ? topics.Find(id) : topics.Find(name);
        var answer = new DeleteTopicsResponse.ResponseEntry { Name = topic?.Name ?? name, TopicId = topic?.Id ?? id };
        if (topic is null)
        {
            answer.ErrorCode = name is null ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition;
        }
        else if (topic.IsInternal)
        {
            (answer.ErrorCode, answer.ErrorMessage) = (ErrorCode.InvalidTopic, "The broker's own topics cannot be deleted.");
        }
        else if (!config.Bool("delete.topic.enable"))
        {
            answer.ErrorCode = ErrorCode.TopicDeletionDisabled;
        }
        else
        {
            topics.Delete(topic);
        }

        return answer;
    }

    private CreatePartitionsResponse.ResultEntry AddPartitions(CreatePartitionsRequest.TopicEntry asked, bool validateOnly)
    {
        var answer = new CreatePartitionsResponse.ResultEntry { Name = asked.Name };
        if (topics.Find(asked.Name) is not { } topic)
        {
            answer.ErrorCode = ErrorCode.UnknownTopicOrPartition;
        }
        else if (topic.IsInternal || asked.Count <= topic.Partitions.Length || asked.Count > MaxPartitions)
        {
            answer.ErrorCode = topic.IsInternal ? ErrorCode.InvalidTopic : ErrorCode.InvalidPartitions;
            answer.ErrorMessage = $"The topic {asked.Name} currently has {topic.Partitions.Length} partition(s); {asked.Count} would not be an increase.";
        }
        else if (asked.Assignments is { } assignments && assignments.Any(assignment => assignment.BrokerIds is not [var node] || node != cluster.NodeId))
        {
            answer.ErrorCode = ErrorCode.InvalidReplicaAssignment;
        }
        else if (!validateOnly && !topics.AddPartitions(topic, asked.Count))
        {
            answer.ErrorCode = ErrorCode.InvalidPartitions;
            answer.ErrorMessage = $"The topic {asked.Name} was changed by somebody else at the same time; look at it and try again.";
        }

        return answer;
    }
}
