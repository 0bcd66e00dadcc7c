using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>What a partition knows of one producer: its epoch, its last batches and its open transaction.</summary>
internal sealed class ProducerState
{
    public const int NoSequence = -1;
    private const int BatchesKept = 5;

    private readonly Queue<AppendedBatch> _batches = new(BatchesKept);

    public short Epoch { get; private set; } = -1;

    public int CoordinatorEpoch { get; private set; } = -1;

    public long LastTimestampMs { get; private set; }

    /// <summary>First offset of the open transaction, or null.</summary>
    public long? TransactionFirstOffset { get; private set; }

    public int LastSequence { get; private set; } = NoSequence;

    public IReadOnlyCollection<AppendedBatch> Batches => _batches;

    /// <summary>Whether a batch may come next; <paramref name="duplicate"/> is the batch it repeats.</summary>
    public ErrorCode Check(in BatchHeader header, out AppendedBatch? duplicate)
    {
        duplicate = null;
        if (header.ProducerEpoch < Epoch)
        {
            return ErrorCode.InvalidProducerEpoch;
        }

        if (header.ProducerEpoch > Epoch)
        {
            return header.BaseSequence == 0 || Epoch < 0 ? ErrorCode.None : ErrorCode.OutOfOrderSequenceNumber;
        }

        foreach (var batch in _batches)
        {
            if (batch.FirstSequence == header.BaseSequence && batch.LastSequence == header.LastSequence)
            {
                duplicate = batch;
                return ErrorCode.None;
            }
        }

        // After a marker of the same epoch nothing is known of sequences only when the producer is new here.
        var expected = LastSequence == int.MaxValue ? 0 : LastSequence + 1;
        return header.BaseSequence == expected ? ErrorCode.None : ErrorCode.OutOfOrderSequenceNumber;
    }

    public void Append(in BatchHeader header, long timestampMs)
    {
        SetEpoch(header.ProducerEpoch);
        if (_batches.Count == BatchesKept)
        {
            _batches.Dequeue();
        }

        _batches.Enqueue(new AppendedBatch(header.BaseSequence, header.LastSequence, header.BaseOffset, timestampMs));
        LastSequence = header.LastSequence;
        LastTimestampMs = timestampMs;
        if (header.IsTransactional)
        {
            TransactionFirstOffset ??= header.BaseOffset;
        }
    }

    /// <summary>Takes note of a transaction marker; returns where the transaction began, if it touched the partition.</summary>
    public long? Complete(short epoch, int coordinatorEpoch, long timestampMs)
    {
        SetEpoch(epoch);
        CoordinatorEpoch = coordinatorEpoch;
        LastTimestampMs = timestampMs;
        var first = TransactionFirstOffset;
        TransactionFirstOffset = null;
        return first;
    }

    public ProducerSnapshot.ProducerEntry ToSnapshot(long producerId) => new()
    {
        ProducerId = producerId,
        Epoch = Epoch,
        CoordinatorEpoch = CoordinatorEpoch,
        LastTimestampMs = LastTimestampMs,
        TransactionFirstOffset = TransactionFirstOffset ?? -1,
        Batches = [.. _batches.Select(batch => batch.ToSnapshot())],
    };

    public static ProducerState FromSnapshot(ProducerSnapshot.ProducerEntry entry)
    {
        var state = new ProducerState
        {
            Epoch = entry.Epoch,
            CoordinatorEpoch = entry.CoordinatorEpoch,
            LastTimestampMs = entry.LastTimestampMs,
            TransactionFirstOffset = entry.TransactionFirstOffset < 0 ? null : entry.TransactionFirstOffset,
        };
        foreach (var batch in entry.Batches)
        {
            state._batches.Enqueue(AppendedBatch.FromSnapshot(batch));
            state.LastSequence = batch.LastSequence;
        }

        return state;
    }

    private void SetEpoch(short epoch)
    {
        if (epoch != Epoch)
        {
            Epoch = epoch;
            LastSequence = NoSequence;
            _batches.Clear();
        }
    }
}
