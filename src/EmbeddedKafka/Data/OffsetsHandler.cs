using OrleansConnect.EmbeddedKafka.Log;
using OrleansConnect.EmbeddedKafka.Server;
using OrleansConnect.EmbeddedKafka.Topics;
using OrleansConnect.EmbeddedKafka.Wire;
using EpochAnswer = OrleansConnect.EmbeddedKafka.Wire.OffsetForLeaderEpochResponse.TopicEntry.PartitionEntry;
using OffsetAnswer = OrleansConnect.EmbeddedKafka.Wire.ListOffsetsResponse.TopicEntry.PartitionEntry;
using OffsetQuestion = OrleansConnect.EmbeddedKafka.Wire.ListOffsetsRequest.TopicEntry.PartitionEntry;

namespace OrleansConnect.EmbeddedKafka.Data;

/// <summary>Answers where logs begin and end, finds offsets by time, and deletes records before an offset.</summary>
internal sealed class OffsetsHandler(TopicRegistry topics)
{
    private const long LatestOffset = -1;
    private const long EarliestOffset = -2;
    private const long OffsetOfLatestTimestamp = -3;
    private const long EarliestLocalOffset = -4;
    private const long LatestTieredOffset = -5;
    private const int LeaderEpoch = 0;

    public ListOffsetsResponse List(RequestContext context, ListOffsetsRequest request) => new()
    {
        Topics = [.. request.Topics.Select(topic => new ListOffsetsResponse.TopicEntry
        {
            Name = topic.Name,
            Partitions = [.. topic.Partitions.Select(partition => List(topics.Find(topic.Name, partition.PartitionIndex), partition, request.IsolationLevel == 1))],
        })],
    };

    public OffsetForLeaderEpochResponse EndOfEpoch(RequestContext context, OffsetForLeaderEpochRequest request) => new()
    {
        Topics = [.. request.Topics.Select(topic => new OffsetForLeaderEpochResponse.TopicEntry
        {
            Topic = topic.Topic,
            Partitions = [.. topic.Partitions.Select(partition => EndOfEpoch(topics.Find(topic.Topic, partition.Partition), partition.Partition, partition.LeaderEpoch))],
        })],
    };

    public DeleteRecordsResponse Delete(RequestContext context, DeleteRecordsRequest request) => new()
    {
        Topics = [.. request.Topics.Select(topic => new DeleteRecordsResponse.TopicEntry
        {
            Name = topic.Name,
            Partitions = [.. topic.Partitions.Select(partition => Delete(topics.Find(topic.Name), partition.PartitionIndex, partition.Offset))],
        })],
    };

    private static OffsetAnswer List(PartitionLog? log, OffsetQuestion question, bool committedOnly)
    {
        var answer = new OffsetAnswer { PartitionIndex = question.PartitionIndex };
        if (log is null)
        {
            answer.ErrorCode = ErrorCode.UnknownTopicOrPartition;
            return answer;
        }

        if (question.CurrentLeaderEpoch > LeaderEpoch)
        {
            answer.ErrorCode = ErrorCode.UnknownLeaderEpoch;
            return answer;
        }

        try
        {
            (answer.Offset, answer.Timestamp) = Locate(log, question.Timestamp, committedOnly);
            answer.LeaderEpoch = answer.Offset >= 0 ? LeaderEpoch : -1;
        }
        catch (ObjectDisposedException)
        {
            // The topic was deleted while it was searched.
            answer.ErrorCode = ErrorCode.UnknownTopicOrPartition;
        }

        return answer;
    }

    private static (long Offset, long Timestamp) Locate(PartitionLog log, long timestamp, bool committedOnly) => timestamp switch
    {
        LatestOffset => (committedOnly ? log.StableOffset : log.EndOffset, -1),
        EarliestOffset or EarliestLocalOffset => (log.StartOffset, -1),
        OffsetOfLatestTimestamp => log.Latest() ?? (-1, -1),
        LatestTieredOffset => (-1, -1),
        _ => log.FirstAtOrAfter(timestamp) is { } found && (!committedOnly || found.Offset < log.StableOffset) ? found : (-1, -1),
    };

    private static EpochAnswer EndOfEpoch(PartitionLog? log, int partition, int epoch)
    {
        var answer = new EpochAnswer { Partition = partition };
        if (log is null)
        {
            answer.ErrorCode = ErrorCode.UnknownTopicOrPartition;
        }
        else if (epoch == LeaderEpoch)
        {
            (answer.LeaderEpoch, answer.EndOffset) = (LeaderEpoch, log.EndOffset);
        }

        return answer;
    }

    private static DeleteRecordsResponse.TopicEntry.PartitionEntry Delete(Topic? topic, int partition, long offset)
    {
        var answer = new DeleteRecordsResponse.TopicEntry.PartitionEntry { PartitionIndex = partition, LowWatermark = -1 };
        if (topic?.Partition(partition) is not { } log)
        {
            answer.ErrorCode = ErrorCode.UnknownTopicOrPartition;
            return answer;
        }

        var end = log.EndOffset;
        var target = offset == -1 ? end : offset;
        if (topic.IsInternal || !log.Settings.IsDeleted)
        {
            answer.ErrorCode = topic.IsInternal ? ErrorCode.InvalidTopic : ErrorCode.PolicyViolation;
        }
        else if (target < 0 || target > end)
        {
            answer.ErrorCode = ErrorCode.OffsetOutOfRange;
        }
        else
        {
            log.DeleteBefore(target);
            answer.LowWatermark = log.StartOffset;
        }

        return answer;
    }
}
