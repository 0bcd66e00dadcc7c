using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>A batch that an idempotent producer has already delivered.</summary>
internal sealed record AppendedBatch(int FirstSequence, int LastSequence, long BaseOffset, long TimestampMs)
{
    public ProducerSnapshot.ProducerEntry.SentBatch ToSnapshot() => new()
    {
        FirstSequence = FirstSequence,
        LastSequence = LastSequence,
        BaseOffset = BaseOffset,
        TimestampMs = TimestampMs,
    };

    public static AppendedBatch FromSnapshot(ProducerSnapshot.ProducerEntry.SentBatch entry) =>
        new(entry.FirstSequence, entry.LastSequence, entry.BaseOffset, entry.TimestampMs);
}
