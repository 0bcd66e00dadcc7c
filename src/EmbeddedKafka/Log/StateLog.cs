using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>
/// A compacted log of the broker's own state, in Kafka's form: the key is its type's number and its fields, the value its version and
/// its fields. What was appended is on disk when the call returns.
/// </summary>
internal sealed class StateLog(PartitionLog log, TimeProvider time)
{
    private const int ReadAheadBytes = 256 * 1024;

    public PartitionLog Log => log;

    /// <summary>Starts a batch of entries; see <see cref="Append(BatchBuilder)"/>.</summary>
    public static void Add<TKey, TValue>(BatchBuilder batch, IWireMessage<TKey> key, IWireMessage<TValue>? value, short valueVersion = 0)
        where TKey : IWireMessage<TKey>
        where TValue : IWireMessage<TValue>
    {
        using var keyWriter = new WireWriter();
        keyWriter.Int16(TKey.Api.Key);
        key.Write(keyWriter, 0);
        using var valueWriter = new WireWriter();
        valueWriter.Int16(valueVersion);
        value?.Write(valueWriter, valueVersion);
        batch.Add(keyWriter.Written.Span, value is null ? default : valueWriter.Written.Span, value is null);
    }

    public void Append<TKey, TValue>(IWireMessage<TKey> key, IWireMessage<TValue>? value, short valueVersion = 0)
        where TKey : IWireMessage<TKey>
        where TValue : IWireMessage<TValue>
    {
        var batch = new BatchBuilder();
        Add(batch, key, value, valueVersion);
        log.Append(batch.Build(Now()));
    }

    /// <summary>Appends several entries as one batch.</summary>
    public void Append(BatchBuilder batch) => log.Append(batch.Build(Now()));

    /// <summary>Appends several entries within a producer's transaction, if it may be begun here or is already.</summary>
    public ErrorCode Append(BatchBuilder batch, long producerId, short producerEpoch, Func<BatchHeader, ErrorCode> begin) =>
        log.Append(batch.Build(Now(), producerId, producerEpoch, BatchKind.Transactional), begin).Error;

    /// <summary>Reads everything from the start; <paramref name="entry"/> sees plain and transactional entries, <paramref name="marker"/> the ends of transactions.</summary>
    public void Replay(Action<BatchHeader, StateEntry> entry, Action<BatchHeader, TransactionMarker>? marker = null)
    {
        foreach (var segment in log.Segments)
        {
            using var scanner = segment.Scan(0, segment.Size, ReadAheadBytes);
            while (scanner.Next())
            {
                if (!scanner.Header.IsControl)
                {
                    ReplayBatch(scanner.Header, scanner.Batch(), entry);
                }
                else if (marker is not null && TransactionMarker.Parse(scanner.Batch()) is { } end)
                {
                    marker(scanner.Header, end);
                }
            }
        }
    }

    private static void ReplayBatch(BatchHeader header, ReadOnlyMemory<byte> batch, Action<BatchHeader, StateEntry> entry)
    {
        var records = new RecordReader(Codec.Decompress(header.Compression, batch[BatchHeader.Size..], int.MaxValue));
        while (records.Next())
        {
            if (records.Current.Key is { Length: >= 2 } key)
            {
                entry(header, new StateEntry(key, records.Current.Value));
            }
        }
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
