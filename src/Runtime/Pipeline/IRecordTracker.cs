using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>Follows the records of a source, in the order in which the task returned them.</summary>
internal interface IRecordTracker
{
    /// <summary>The number under which Kafka's answer comes back. To be followed by <see cref="Sent"/>, <see cref="Skipped"/> or <see cref="TakeBack"/>.</summary>
    long Reserve(SourceRecord record);

    /// <summary>The record reserved last is not decided yet, and is reserved again as the next one.</summary>
    void TakeBack();

    /// <summary>The record reserved last is in the batch, on its way to that topic.</summary>
    void Sent(string topic, int sizeBytes);

    /// <summary>The record reserved last was filtered, or skipped for an error.</summary>
    void Skipped(SourceRecord record);
}
