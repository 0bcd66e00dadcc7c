using System.Buffers.Binary;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>
/// The head of a record batch, format 2 (https://kafka.apache.org/documentation/#recordbatch). Offset, length and leader epoch lie
/// before the checksum and belong to the broker; everything after is kept as received.
/// </summary>
internal readonly record struct BatchHeader
{
    public const int Size = 61;
    public const int NoTimestamp = -1;
    private const int LengthPrefix = 12;
    private const int CrcAt = 17;
    private const int AttributesAt = 21;

    public long BaseOffset { get; init; }

    /// <summary>Bytes of the whole batch, header included.</summary>
    public int TotalSize { get; init; }

    public byte Magic { get; init; }

    public uint Crc { get; init; }

    public short Attributes { get; init; }

    public int LastOffsetDelta { get; init; }

    public long BaseTimestamp { get; init; }

    public long MaxTimestamp { get; init; }

    public long ProducerId { get; init; }

    public short ProducerEpoch { get; init; }

    public int BaseSequence { get; init; }

    public int RecordCount { get; init; }

    public long LastOffset => BaseOffset + LastOffsetDelta;

    public bool IsTransactional => (Attributes & 0x10) != 0;

    public bool IsControl => (Attributes & 0x20) != 0;

    public bool HasProducer => ProducerId >= 0;

    public CompressionType Compression => (CompressionType)(Attributes & 7);

    /// <summary>Sequence of the last record; sequences wrap around to 0.</summary>
    public int LastSequence => (int)((BaseSequence + (long)LastOffsetDelta) & int.MaxValue);

    public static BatchHeader Parse(ReadOnlySpan<byte> batch) => new()
    {
        BaseOffset = BinaryPrimitives.ReadInt64BigEndian(batch),
        TotalSize = unchecked(BinaryPrimitives.ReadInt32BigEndian(batch[8..]) + LengthPrefix),
        Magic = batch[16],
        Crc = BinaryPrimitives.ReadUInt32BigEndian(batch[CrcAt..]),
        Attributes = BinaryPrimitives.ReadInt16BigEndian(batch[AttributesAt..]),
        LastOffsetDelta = BinaryPrimitives.ReadInt32BigEndian(batch[23..]),
        BaseTimestamp = BinaryPrimitives.ReadInt64BigEndian(batch[27..]),
        MaxTimestamp = BinaryPrimitives.ReadInt64BigEndian(batch[35..]),
        ProducerId = BinaryPrimitives.ReadInt64BigEndian(batch[43..]),
        ProducerEpoch = BinaryPrimitives.ReadInt16BigEndian(batch[51..]),
        BaseSequence = BinaryPrimitives.ReadInt32BigEndian(batch[53..]),
        RecordCount = BinaryPrimitives.ReadInt32BigEndian(batch[57..]),
    };

    /// <summary>Writes all fields and the checksum of a finished batch.</summary>
    public void Write(Span<byte> batch)
    {
        Place(batch, BaseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[8..], TotalSize - LengthPrefix);
        batch[16] = 2;
        BinaryPrimitives.WriteInt16BigEndian(batch[AttributesAt..], Attributes);
        BinaryPrimitives.WriteInt32BigEndian(batch[23..], LastOffsetDelta);
        BinaryPrimitives.WriteInt64BigEndian(batch[27..], BaseTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[35..], MaxTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch[43..], ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(batch[51..], ProducerEpoch);
        BinaryPrimitives.WriteInt32BigEndian(batch[53..], BaseSequence);
        BinaryPrimitives.WriteInt32BigEndian(batch[57..], RecordCount);
        BinaryPrimitives.WriteUInt32BigEndian(batch[CrcAt..], Crc32C.Compute(batch[AttributesAt..TotalSize]));
    }

    /// <summary>Gives a received batch its place in the log; the checksum does not cover these fields.</summary>
    public static void Place(Span<byte> batch, long baseOffset)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[LengthPrefix..], 0);
    }

    public static bool IsIntact(ReadOnlySpan<byte> batch) =>
        BinaryPrimitives.ReadUInt32BigEndian(batch[CrcAt..]) == Crc32C.Compute(batch[AttributesAt..]);
}
