using Microsoft.Extensions.Logging;
using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Topics;
using OrleansConnect.EmbeddedKafka.Transactions;
using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Groups;

/// <summary>Commits offsets for groups, alone or within a producer's transaction.</summary>
internal sealed partial class OffsetCommitHandler(
    GroupCoordinator groups, TopicRegistry topics, TransactionCoordinator transactions, ILogger<OffsetCommitHandler> logger)
{
    public OffsetCommitResponse Commit(RequestContext context, OffsetCommitRequest request)
    {
        var offsets = request.Topics.SelectMany(topic => topic.Partitions.Select(partition => Entry(
            topic.Name, partition.PartitionIndex, partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.CommittedMetadata))).ToList();
        var error = WithGroup(request.GroupId, group =>
        {
            var refused = Check(group, request.GenerationIdOrMemberEpoch, request.MemberId, request.GroupInstanceId);
            if (refused == ErrorCode.None)
            {
                Store(group, offsets);
            }

            return refused;
        });
        return new OffsetCommitResponse
        {
            Topics = [.. request.Topics.Select(topic => new OffsetCommitResponse.TopicEntry
            {
                Name = topic.Name,
                Partitions = [.. topic.Partitions.Select(partition => new OffsetCommitResponse.TopicEntry.PartitionEntry
                {
                    PartitionIndex = partition.PartitionIndex,
                    ErrorCode = error != ErrorCode.None ? error : Complaint(topic.Name, partition.PartitionIndex, partition.CommittedMetadata),
                })],
            })],
        };
    }

    public TxnOffsetCommitResponse CommitInTransaction(RequestContext context, TxnOffsetCommitRequest request)
    {
        var offsets = request.Topics.SelectMany(topic => topic.Partitions.Select(partition => Entry(
            topic.Name, partition.PartitionIndex, partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.CommittedMetadata))).ToList();
        var error = WithGroup(request.GroupId, group =>
        {
            var refused = CheckTransaction(group, request);
            return refused != ErrorCode.None ? refused : StorePending(group, offsets, request);
        });
        return new TxnOffsetCommitResponse
        {
            Topics = [.. request.Topics.Select(topic => new TxnOffsetCommitResponse.TopicEntry
            {
                Name = topic.Name,
                Partitions = [.. topic.Partitions.Select(partition => new TxnOffsetCommitResponse.TopicEntry.PartitionEntry
                {
                    PartitionIndex = partition.PartitionIndex,
                    ErrorCode = error != ErrorCode.None ? error : Complaint(topic.Name, partition.PartitionIndex, partition.CommittedMetadata),
                })],
            })],
        };
    }

    private ErrorCode WithGroup(string groupId, Func<Group, ErrorCode> commit)
    {
        try
        {
            return groupId.Length == 0 ? ErrorCode.InvalidGroupId : groups.WithNew(groupId, commit);
        }
        catch (IOException exception)
        {
            LogNotStored(exception, groupId);
            return ErrorCode.CoordinatorNotAvailable;
        }
    }

    private ErrorCode Check(Group group, int generation, string memberId, string? instanceId)
    {
        if (generation < 0 && group.State == GroupState.Empty)
        {
            return ErrorCode.None;
        }

        var error = MembershipHandler.Check(group, memberId, instanceId, generation);
        if (error == ErrorCode.None)
        {
            group.Members[memberId].LastSeen = groups.Now;
            error = group.State == GroupState.CompletingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
        }

        return error;
    }

    /// <summary>Producers that do not say for which member they commit are taken at their word.</summary>
    private static ErrorCode CheckTransaction(Group group, TxnOffsetCommitRequest request) =>
        request.MemberId.Length == 0 && request.GenerationId < 0 && request.GroupInstanceId is null
            ? ErrorCode.None
            : MembershipHandler.Check(group, request.MemberId, request.GroupInstanceId, request.GenerationId);

    private void Store(Group group, List<((string Topic, int Partition) Partition, CommittedOffset? Offset)> offsets)
    {
        var accepted = Accepted(offsets);
        groups.Store.SaveOffsets(group.GroupId, accepted);
        foreach (var (partition, offset) in accepted)
        {
            group.Offsets.Set(partition, offset);
        }
    }

    private ErrorCode StorePending(Group group, List<((string Topic, int Partition) Partition, CommittedOffset? Offset)> offsets, TxnOffsetCommitRequest request)
    {
        var accepted = Accepted(offsets);
        if (transactions.Find(request.TransactionalId) is { } transaction && transaction.ProducerId == request.ProducerId && transaction.Epoch > request.ProducerEpoch)
        {
            return ErrorCode.InvalidProducerEpoch;
        }

        var error = groups.Store.SavePending(
            group.GroupId, accepted, request.ProducerId, request.ProducerEpoch, header => transactions.Check(request.TransactionalId, header, Topic.Offsets, 0));
        foreach (var (partition, offset) in error == ErrorCode.None ? accepted : [])
        {
            if (offset is not null)
            {
                group.Offsets.SetPending(request.ProducerId, partition, offset);
            }
        }

        return error;
    }

    private List<((string Topic, int Partition) Partition, CommittedOffset? Offset)> Accepted(
        List<((string Topic, int Partition) Partition, CommittedOffset? Offset)> offsets) =>
        offsets.FindAll(entry => Complaint(entry.Partition.Topic, entry.Partition.Partition, entry.Offset?.Metadata) == ErrorCode.None);

    private ((string Topic, int Partition) Partition, CommittedOffset? Offset) Entry(string topic, int partition, long offset, int leaderEpoch, string? metadata) =>
        ((topic, partition), new CommittedOffset(offset, leaderEpoch, metadata ?? "", groups.Now.ToUnixTimeMilliseconds()));

    private ErrorCode Complaint(string topic, int partition, string? metadata) =>
        topics.Find(topic, partition) is null ? ErrorCode.UnknownTopicOrPartition
        : metadata?.Length > groups.Config.Int("offset.metadata.max.bytes") ? ErrorCode.OffsetMetadataTooLarge
        : ErrorCode.None;

    [LoggerMessage(LogLevel.Error, "Offsets of group '{Group}' could not be written and were refused. Free space on the disk of the data directory.")]
    private partial void LogNotStored(Exception exception, string group);
}
