using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Sources;

/// <summary>A record that a source task has read, on its way to Kafka.</summary>
public sealed record SourceRecord : ConnectRecord
{
    /// <summary>The part of the source system it comes from; null when no offset is kept.</summary>
    public SourcePartition? SourcePartition { get; init; }

    /// <summary>Where to go on after this record; null when no offset is kept.</summary>
    public SourceOffset? SourceOffset { get; init; }
}
