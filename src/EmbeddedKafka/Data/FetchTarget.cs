using OrleansConnect.EmbeddedKafka.Topics;
using PartitionRequest = OrleansConnect.EmbeddedKafka.Wire.FetchRequest.TopicEntry.PartitionEntry;
using PartitionResponse = OrleansConnect.EmbeddedKafka.Wire.FetchResponse.ResponseEntry.PartitionEntry;

namespace OrleansConnect.EmbeddedKafka.Data;

/// <summary>One partition that a consumer reads, and what it was last told of it.</summary>
internal sealed class FetchTarget(string topic, Guid topicId, PartitionRequest request)
{
    private (long HighWatermark, long StableOffset, long StartOffset) _told = (-1, -1, -1);

    public string Topic => topic;

    public Guid TopicId => topicId;

    public PartitionRequest Request { get; set; } = request;

    /// <summary>The topic under its id where the client gave one: a topic made anew under the same name is another.</summary>
    public Topic? Find(TopicRegistry topics) => topicId == Guid.Empty ? topics.Find(topic) : topics.Find(topicId);

    /// <summary>Whether an incremental answer must name the partition; what it says counts as told.</summary>
    public bool IsNews(PartitionResponse answer)
    {
        var now = (answer.HighWatermark, answer.LastStableOffset, answer.LogStartOffset);
        var isNews = now != _told || answer.ErrorCode != Wire.ErrorCode.None || answer.Records.Length > 0;
        _told = now;
        return isNews;
    }
}
