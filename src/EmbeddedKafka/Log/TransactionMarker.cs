using System.Buffers.Binary;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>The end of a transaction in a partition: a control batch of one record (key: version and type; value: version and coordinator epoch).</summary>
internal readonly record struct TransactionMarker(bool IsCommit, int CoordinatorEpoch)
{
    public byte[] Build(long producerId, short producerEpoch, long timestampMs)
    {
        Span<byte> key = [0, 0, 0, IsCommit ? (byte)1 : (byte)0];
        Span<byte> value = stackalloc byte[6];
        BinaryPrimitives.WriteInt32BigEndian(value[2..], CoordinatorEpoch);
        var batch = new BatchBuilder();
        batch.Add(key, value, isTombstone: false);
        return batch.Build(timestampMs, producerId, producerEpoch, BatchKind.Control);
    }

    /// <summary>Null when the control batch is none of a transaction.</summary>
    public static TransactionMarker? Parse(ReadOnlyMemory<byte> batch)
    {
        var reader = new RecordReader(batch[BatchHeader.Size..]);
        if (!reader.Next() || reader.Current.Key is not { Length: 4 } key || reader.Current.Value is not { Length: >= 6 } value)
        {
            return null;
        }

        var type = BinaryPrimitives.ReadInt16BigEndian(key.Span[2..]);
        return type is 0 or 1 ? new TransactionMarker(type == 1, BinaryPrimitives.ReadInt32BigEndian(value.Span[2..])) : null;
    }
}
