using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Wire;
using OldPartition = OrleansConnect.EmbeddedKafka.Wire.OffsetFetchResponse.OldTopicEntry.OldPartitionEntry;
using TopicAnswer = OrleansConnect.EmbeddedKafka.Wire.OffsetFetchResponse.GroupEntry.TopicEntry;

namespace OrleansConnect.EmbeddedKafka.Groups;

/// <summary>Gives groups their committed offsets, and deletes them.</summary>
internal sealed class OffsetFetchHandler(GroupCoordinator groups)
{
    private const int MaxTopicLength = 249;

    public OffsetFetchResponse Fetch(RequestContext context, OffsetFetchRequest request)
    {
        if (context.Version >= 8)
        {
            return new OffsetFetchResponse
            {
                Groups = [.. request.Groups.Select(group => new OffsetFetchResponse.GroupEntry
                {
                    GroupId = group.GroupId,
                    Topics = Fetch(group.GroupId, group.Topics?.Select(topic => (topic.Name, topic.PartitionIndexes)), request.RequireStable),
                })],
            };
        }

        var topics = Fetch(request.GroupId, request.Topics?.Select(topic => (topic.Name, topic.PartitionIndexes)), request.RequireStable);
        return new OffsetFetchResponse
        {
            Topics = [.. topics.Select(topic => new OffsetFetchResponse.OldTopicEntry
            {
                Name = topic.Name,
                Partitions = [.. topic.Partitions.Select(partition => new OldPartition
                {
                    PartitionIndex = partition.PartitionIndex,
                    CommittedOffset = partition.CommittedOffset,
                    CommittedLeaderEpoch = partition.CommittedLeaderEpoch,
                    Metadata = partition.Metadata,
                    ErrorCode = partition.ErrorCode,
                })],
            })],
        };
    }

    public OffsetDeleteResponse Delete(RequestContext context, OffsetDeleteRequest request) => groups.With(
        request.GroupId,
        group => Delete(group, request),
        () => new OffsetDeleteResponse { ErrorCode = ErrorCode.GroupIdNotFound });

    private List<TopicAnswer> Fetch(string groupId, IEnumerable<(string Name, List<int> Partitions)>? asked, bool requireStable) => groups.With(
        groupId,
        group =>
        {
            var wanted = asked ?? group.Offsets.Committed.Keys.GroupBy(partition => partition.Topic).Select(topic => (topic.Key, topic.Select(partition => partition.Partition).ToList()));
            return wanted.Select(topic => Answer(topic.Item1, topic.Item2, partition => Answer(group, topic.Item1, partition, requireStable))).ToList();
        },
        () => [.. (asked ?? []).Select(topic => Answer(topic.Name, topic.Partitions, partition => None(partition, ErrorCode.None)))]);

    private static TopicAnswer Answer(string topic, List<int> partitions, Func<int, TopicAnswer.PartitionEntry> answer) =>
        new() { Name = topic, Partitions = [.. partitions.Select(answer)] };

    private static TopicAnswer.PartitionEntry Answer(Group group, string topic, int partition, bool requireStable)
    {
        if (requireStable && group.Offsets.IsPending((topic, partition)))
        {
            return None(partition, ErrorCode.UnstableOffsetCommit);
        }

        return group.Offsets.Committed.TryGetValue((topic, partition), out var offset)
            ? new() { PartitionIndex = partition, CommittedOffset = offset.Offset, CommittedLeaderEpoch = offset.LeaderEpoch, Metadata = offset.Metadata }
            : None(partition, ErrorCode.None);
    }

    private static TopicAnswer.PartitionEntry None(int partition, ErrorCode error) =>
        new() { PartitionIndex = partition, CommittedOffset = -1, Metadata = "", ErrorCode = error };

    private OffsetDeleteResponse Delete(Group group, OffsetDeleteRequest request)
    {
        if (group.State != GroupState.Empty && group.ProtocolType != "consumer")
        {
            return new OffsetDeleteResponse { ErrorCode = ErrorCode.NonEmptyGroup };
        }

        var subscribed = group.Members.Values.SelectMany(member => SubscribedTopics(member.Metadata(group.Protocol))).ToHashSet(StringComparer.Ordinal);
        var asked = request.Topics.SelectMany(topic => topic.Partitions.Select(partition => (topic.Name, partition.PartitionIndex)));
        groups.RemoveOffsets(group, [.. asked.Where(partition => !subscribed.Contains(partition.Name) && group.Offsets.Committed.ContainsKey(partition))]);
        return new OffsetDeleteResponse
        {
            Topics = [.. request.Topics.Select(topic => new OffsetDeleteResponse.TopicEntry
            {
                Name = topic.Name,
                Partitions = [.. topic.Partitions.Select(partition => new OffsetDeleteResponse.TopicEntry.PartitionEntry
                {
                    PartitionIndex = partition.PartitionIndex,
                    ErrorCode = subscribed.Contains(topic.Name) ? ErrorCode.GroupSubscribedToTopic : ErrorCode.None,
                })],
            })],
        };
    }

    /// <summary>The topics in a consumer's subscription: its version, then an array of names.</summary>
    private static List<string> SubscribedTopics(byte[] subscription)
    {
        try
        {
            var reader = new WireReader(subscription, subscription.Length * (long)MaxTopicLength);
            reader.Int16();
            var names = new List<string>();
            for (var count = reader.ArrayLength(flexible: false); count > 0; count--)
            {
                names.Add(reader.String(flexible: false));
            }

            return names;
        }
        catch (MalformedFrameException)
        {
            return [];
        }
    }
}
