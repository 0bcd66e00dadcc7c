using OrleansConnect.EmbeddedKafka.Wire;

namespace OrleansConnect.EmbeddedKafka.Log;

/// <summary>
/// The producers of a partition and its transactions. It follows the log batch by batch, and is saved with it now and then, so that a
/// start need not read the whole log. Guarded by the log's lock.
/// </summary>
internal sealed class ProducerStates(TimeSpan expiration)
{
    private readonly Dictionary<long, ProducerState> _producers = [];
    private readonly List<AbortedTransaction> _aborted = [];

    public IReadOnlyDictionary<long, ProducerState> All => _producers;

    public long? FirstOpenOffset { get; private set; }

    public ErrorCode Check(in BatchHeader header, out AppendedBatch? duplicate)
    {
        duplicate = null;
        return _producers.TryGetValue(header.ProducerId, out var producer) ? producer.Check(header, out duplicate) : ErrorCode.None;
    }

    public bool HasOpenTransaction(long producerId) =>
        _producers.TryGetValue(producerId, out var producer) && producer.TransactionFirstOffset is not null;

    public void Append(in BatchHeader header)
    {
        if (header.HasProducer)
        {
            Producer(header.ProducerId).Append(header, header.MaxTimestamp);
            if (header.IsTransactional)
            {
                FirstOpenOffset = FirstOpenOffset is { } first ? Math.Min(first, header.BaseOffset) : header.BaseOffset;
            }
        }
    }

    public void Complete(in BatchHeader header, in TransactionMarker marker)
    {
        var first = Producer(header.ProducerId).Complete(header.ProducerEpoch, marker.CoordinatorEpoch, header.MaxTimestamp);
        if (first is null)
        {
            return;
        }

        if (!marker.IsCommit)
        {
            _aborted.Add(new AbortedTransaction(header.ProducerId, first.Value, header.LastOffset));
        }

        FirstOpenOffset = _producers.Values.Min(producer => producer.TransactionFirstOffset);
    }

    /// <summary>The aborted transactions with records between the offsets; they are kept in the order of their markers.</summary>
    public List<AbortedTransaction> AbortedBetween(long from, long to)
    {
        var (low, high) = (0, _aborted.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _aborted[middle].LastOffset < from ? (middle + 1, high) : (low, middle);
        }

        var found = new List<AbortedTransaction>();
        for (var i = low; i < _aborted.Count; i++)
        {
            if (_aborted[i].FirstOffset < to)
            {
                found.Add(_aborted[i]);
            }
        }

        return found;
    }

    public bool IsAborted(BatchHeader header) =>
        AbortedBetween(header.BaseOffset, header.LastOffset + 1).Exists(aborted => aborted.ProducerId == header.ProducerId);

    public void ForgetAborted(IReadOnlyCollection<long> markers) => _aborted.RemoveAll(aborted => markers.Contains(aborted.LastOffset));

    /// <summary>Follows the log when it is read again.</summary>
    public void Replay(BatchHeader header, ReadOnlyMemory<byte> controlBatch)
    {
        if (!header.IsControl)
        {
            Append(header);
        }
        else if (TransactionMarker.Parse(controlBatch) is { } marker)
        {
            Complete(header, marker);
        }
    }

    /// <summary>Forgets producers that have been silent for long, and aborted transactions whose records are gone.</summary>
    public void Expire(long nowMs, long logStartOffset)
    {
        var oldest = nowMs - (long)expiration.TotalMilliseconds;
        foreach (var (id, producer) in _producers)
        {
            if (producer.LastTimestampMs < oldest && producer.TransactionFirstOffset is null)
            {
                _producers.Remove(id);
            }
        }

        _aborted.RemoveAll(aborted => aborted.LastOffset < logStartOffset);
    }

    public ProducerSnapshot ToSnapshot(long nextOffset) => new()
    {
        NextOffset = nextOffset,
        Producers = [.. _producers.Select(producer => producer.Value.ToSnapshot(producer.Key))],
        Aborted = [.. _aborted.Select(aborted => new ProducerSnapshot.AbortedEntry
        {
            ProducerId = aborted.ProducerId,
            FirstOffset = aborted.FirstOffset,
            LastOffset = aborted.LastOffset,
        })],
    };

    public void Restore(ProducerSnapshot snapshot)
    {
        foreach (var entry in snapshot.Producers)
        {
            _producers[entry.ProducerId] = ProducerState.FromSnapshot(entry);
        }

        _aborted.AddRange(snapshot.Aborted.Select(entry => new AbortedTransaction(entry.ProducerId, entry.FirstOffset, entry.LastOffset)));
        FirstOpenOffset = _producers.Values.Min(producer => producer.TransactionFirstOffset);
    }

    private ProducerState Producer(long id)
    {
        if (!_producers.TryGetValue(id, out var producer))
        {
            _producers[id] = producer = new ProducerState();
        }

        return producer;
    }
}
