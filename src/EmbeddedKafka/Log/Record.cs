namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>One record of a batch, its parts being slices of the batch's bytes.</summary>
internal readonly record struct Record
{
    /// <summary>The record as it stands in the batch, its length prefix included.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }

    public int OffsetDelta { get; init; }

    public long TimestampDelta { get; init; }

    public ReadOnlyMemory<byte>? Key { get; init; }

    public ReadOnlyMemory<byte>? Value { get; init; }
}
