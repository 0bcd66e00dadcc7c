namespace OrleansConnect.Kafka.Log;

/// <summary>What the broker says about a topic at start.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id; a topic that is deleted and created again has another one.</param>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="MaxMessageBytes">The largest batch of records it takes.</param>
/// <param name="TombstoneRetention">How long compaction leaves tombstones in it; null where the broker does not say.</param>
public sealed record TopicFacts(string Name, string Id, int Partitions, int MaxMessageBytes, TimeSpan? TombstoneRetention = null)
{
    // What a batch of one record takes beside its key and value.
    private const int BatchOverheadBytes = 512;

    /// <summary>The largest key and value that fit together.</summary>
    public int RecordBytesMax => MaxMessageBytes - BatchOverheadBytes;
}
