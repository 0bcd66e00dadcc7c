using System.Buffers;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>Builds a batch: of new records, or of the records that compaction kept.</summary>
internal sealed class BatchBuilder
{
    private readonly ArrayBufferWriter<byte> _records = new(256);

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isTombstone)
    {
        var body = new ArrayBufferWriter<byte>(key.Length + value.Length + 16);
        body.Write<byte>([0]);
        VarLong(body, 0);
        VarLong(body, Count);
        VarLong(body, key.Length);
        body.Write(key);
        VarLong(body, isTombstone ? -1 : value.Length);
        body.Write(value);
        VarLong(body, 0);
        VarLong(_records, body.WrittenCount);
        _records.Write(body.WrittenSpan);
        Count++;
    }

    /// <summary>Takes a record over unchanged.</summary>
    public void Add(in Record record)
    {
        _records.Write(record.Raw.Span);
        Count++;
    }

    /// <summary>Finishes a batch of new records.</summary>
    public byte[] Build(long timestampMs, long producerId = -1, short producerEpoch = -1, BatchKind kind = BatchKind.Plain) => Build(new BatchHeader
    {
        Attributes = (short)kind,
        LastOffsetDelta = Count - 1,
        BaseTimestamp = timestampMs,
        MaxTimestamp = timestampMs,
        ProducerId = producerId,
        ProducerEpoch = producerEpoch,
        BaseSequence = -1,
    });

    /// <summary>Finishes a batch under a head that exists: offsets, producer and codec stay.</summary>
    public byte[] Build(BatchHeader header)
    {
        var records = header.Compression == CompressionType.None ? _records.WrittenSpan : Codec.Compress(header.Compression, _records.WrittenSpan);
        var batch = new byte[BatchHeader.Size + records.Length];
        records.CopyTo(batch.AsSpan(BatchHeader.Size));
        (header with { TotalSize = batch.Length, RecordCount = Count }).Write(batch);
        return batch;
    }

    private static void VarLong(ArrayBufferWriter<byte> output, long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        while (rest >= 0x80)
        {
            output.Write<byte>([(byte)(rest | 0x80)]);
            rest >>= 7;
        }

        output.Write<byte>([(byte)rest]);
    }
}
