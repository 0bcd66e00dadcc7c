using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>Follows the records of a source, in the order in which the task returned them.</summary>
internal interface IRecordTracker
{
    /// <summary>The number under which Kafka's answer comes back. To be followed by <see cref="Sent"/> or <see cref="Skipped"/>.</summary>
    long Reserve(SourceRecord record);

    /// <summary>The record reserved last is in the batch.</summary>
    void Sent(int sizeBytes);

    /// <summary>The record reserved last was filtered, or skipped for an error.</summary>
    void Skipped(SourceRecord record);
}
