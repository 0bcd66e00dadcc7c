using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Wire;
using PartitionAnswer = OrleansConnect.EmbeddedKafka.Wire.MetadataResponse.TopicEntry.PartitionEntry;
using TopicAnswer = OrleansConnect.EmbeddedKafka.Wire.MetadataResponse.TopicEntry;

namespace OrleansConnect.EmbeddedKafka.Topics;

/// <summary>Describes the cluster and its topics, and makes topics that are asked for where that is allowed.</summary>
internal sealed class MetadataHandler(TopicRegistry topics, BrokerConfig config, ClusterInfo cluster)
{
    /// <summary>Everything is allowed: the operations of a topic (read, write, create, delete, alter, describe, describe and alter configs).</summary>
    private const int AllTopicOperations = 0x0df8;

    /// <summary>The operations of the cluster (create, alter, describe, cluster action, configs, idempotent write).</summary>
    private const int AllClusterOperations = 0x1fa0;
    private const int NotAsked = int.MinValue;

    public MetadataResponse Handle(RequestContext context, MetadataRequest request)
    {
        var wantsAll = request.Topics is null || (context.Version == 0 && request.Topics.Count == 0);
        return new MetadataResponse
        {
            Brokers = [new() { NodeId = cluster.NodeId, Host = cluster.Host, Port = cluster.Port }],
            ClusterId = cluster.ClusterId,
            ControllerId = cluster.NodeId,
            ClusterAuthorizedOperations = request.IncludeClusterAuthorizedOperations ? AllClusterOperations : NotAsked,
            Topics = wantsAll
                ? [.. topics.All.Select(topic => Describe(topic, request.IncludeTopicAuthorizedOperations))]
                : [.. (request.Topics ?? []).Select(topic => Find(topic, request))],
        };
    }

    public DescribeClusterResponse DescribeCluster(RequestContext context, DescribeClusterRequest request) => new()
    {
        ErrorCode = request.EndpointType == 1 ? ErrorCode.None : ErrorCode.UnsupportedEndpointType,
        EndpointType = request.EndpointType,
        ClusterId = cluster.ClusterId,
        ControllerId = cluster.NodeId,
        Brokers = [new() { BrokerId = cluster.NodeId, Host = cluster.Host, Port = cluster.Port }],
        ClusterAuthorizedOperations = request.IncludeClusterAuthorizedOperations ? AllClusterOperations : NotAsked,
    };

    public DescribeTopicPartitionsResponse DescribePartitions(RequestContext context, DescribeTopicPartitionsRequest request)
    {
        var response = new DescribeTopicPartitionsResponse();
        var room = Math.Max(1, Math.Min(request.ResponsePartitionLimit, 2000));
        var names = request.Topics.Count > 0 ? request.Topics.Select(topic => topic.Name) : topics.All.Select(topic => topic.Name);
        var start = request.Cursor;
        foreach (var name in names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var first = start?.TopicName == name ? Math.Max(start.PartitionIndex, 0) : 0;
            if (start is not null && string.CompareOrdinal(name, start.TopicName) < 0)
            {
                continue;
            }

            if (room == 0)
            {
                response.NextCursor = new() { TopicName = name };
                break;
            }

            room -= AddPartitions(response, name, first, room);
            if (response.NextCursor is not null)
            {
                break;
            }
        }

        return response;
    }

    private int AddPartitions(DescribeTopicPartitionsResponse response, string name, int first, int room)
    {
        if (topics.Find(name) is not { } topic)
        {
            response.Topics.Add(new() { Name = name, ErrorCode = Topic.Complaint(name) is null ? ErrorCode.UnknownTopicOrPartition : ErrorCode.InvalidTopic });
            return 0;
        }

        var last = Math.Min(topic.Partitions.Length, first + room);
        response.Topics.Add(new()
        {
            Name = name,
            TopicId = topic.Id,
            IsInternal = topic.IsInternal,
            TopicAuthorizedOperations = AllTopicOperations,
            Partitions = [.. Enumerable.Range(first, Math.Max(last - first, 0)).Select(partition => new DescribeTopicPartitionsResponse.TopicEntry.PartitionEntry
            {
                PartitionIndex = partition,
                LeaderId = cluster.NodeId,
                LeaderEpoch = 0,
                ReplicaNodes = [cluster.NodeId],
                IsrNodes = [cluster.NodeId],
                EligibleLeaderReplicas = [],
                LastKnownElr = [],
            })],
        });
        if (last < topic.Partitions.Length)
        {
            response.NextCursor = new() { TopicName = name, PartitionIndex = last };
        }

        return Math.Max(last - first, 0);
    }

    private TopicAnswer Find(MetadataRequest.TopicEntry asked, MetadataRequest request)
    {
        if (asked.Name is not { } name)
        {
            return topics.Find(asked.TopicId) is { } known
                ? Describe(known, request.IncludeTopicAuthorizedOperations)
                : new TopicAnswer { TopicId = asked.TopicId, ErrorCode = ErrorCode.UnknownTopicId };
        }

        if (topics.Find(name) is { } topic)
        {
            return Describe(topic, request.IncludeTopicAuthorizedOperations);
        }

        if (Topic.Complaint(name) is not null)
        {
            return new TopicAnswer { Name = name, ErrorCode = ErrorCode.InvalidTopic };
        }

        if (!request.AllowAutoTopicCreation || !config.Bool("auto.create.topics.enable") || Topic.IsInternalName(name))
        {
            return new TopicAnswer { Name = name, ErrorCode = ErrorCode.UnknownTopicOrPartition };
        }

        return Describe(topics.GetOrCreate(name, config.Int("num.partitions"), new Dictionary<string, string>(), out _), request.IncludeTopicAuthorizedOperations);
    }

    private TopicAnswer Describe(Topic topic, bool withOperations) => new()
    {
        Name = topic.Name,
        TopicId = topic.Id,
        IsInternal = topic.IsInternal,
        TopicAuthorizedOperations = withOperations ? AllTopicOperations : NotAsked,
        Partitions = [.. topic.Partitions.Select((_, index) => new PartitionAnswer
        {
            PartitionIndex = index,
            LeaderId = cluster.NodeId,
            LeaderEpoch = 0,
            ReplicaNodes = [cluster.NodeId],
            IsrNodes = [cluster.NodeId],
        })],
    };
}
