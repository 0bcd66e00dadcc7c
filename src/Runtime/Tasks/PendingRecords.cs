using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// The records that Kafka has not acknowledged yet, and through them the offsets that may be committed: for each source partition that of the last record before
/// which all are done. The runner's loop reserves and publishes, the producer's thread acknowledges, the committer takes.
/// </summary>
/// <remarks>
/// A record's sequence is the number of its partition and its place in that partition's ring, so that an acknowledgement finds its slot without a search. A slot costs
/// <see cref="SlotBytes"/> until it is free, so that memory stays bounded when Kafka takes the records of one topic and not those of another.
/// </remarks>
internal sealed class PendingRecords : IDeliveryListener, IRecordTracker
{
    /// <summary>What a record costs beyond its bytes, here and in the producer.</summary>
    public const int SlotBytes = 128;

    /// <summary>The sequence of messages that are no records of the task; one that fails is told like a record.</summary>
    public const long Untracked = -1;

    private const int IndexBits = 40;
    private const long IndexMask = (1L << IndexBits) - 1;

    private readonly Lock _lock = new();
    private readonly PendingSettings _settings;
    private readonly TaskCounters _counters;
    private readonly PendingPartitions _partitions = new();
    private readonly List<PendingPartition> _touched = [];
    private readonly DeliveredTopics _topics;
    private readonly Backlog _backlog = new();
    private readonly Deliveries _deliveries = new();
    private PendingPartition _last;
    private (int Records, long Bytes) _unpublished;
    private ConnectException? _lost;

    /// <param name="settings">What is remembered of records.</param>
    /// <param name="counters">Counts them.</param>
    /// <param name="topics">Hears of the topics that Kafka takes records of.</param>
    public PendingRecords(PendingSettings settings, TaskCounters counters, ITopicUse? topics = null)
    {
        (_settings, _counters, _topics) = (settings, counters, new(topics));
        _last = _partitions.WithoutKey;
    }

    /// <summary>Bytes and slots that are taken.</summary>
    public long CostBytes => _backlog.CostBytes;

    /// <summary>The next record of the loop; its sequence. To be followed by <see cref="Sent"/>, <see cref="Skipped"/> or <see cref="TakeBack"/>.</summary>
    public long Reserve(SourceRecord record)
    {
        var partition = PartitionOf(record);
        if (partition.IsFull)
        {
            lock (_lock)
            {
                partition.Grow();
            }
        }

        if (partition.Unpublished == 0)
        {
            _touched.Add(partition);
        }

        return ((long)partition.Number << IndexBits) | (partition.Reserve(record, _settings.KeepsRecords) & IndexMask);
    }

    /// <inheritdoc/>
    public void TakeBack() => _last.TakeBack();

    /// <summary>The record reserved last goes to Kafka with the next <see cref="Publish"/>.</summary>
    public void Sent(string topic, int sizeBytes)
    {
        _last.SetSent(NumberOf(topic), sizeBytes);
        _unpublished = (_unpublished.Records + 1, _unpublished.Bytes + sizeBytes);
    }

    /// <summary>The record reserved last does not go to Kafka: its offset counts, once those before it are done.</summary>
    public void Skipped(SourceRecord record)
    {
        _last.SetDone();
        _counters.AddSkipped(1);
        if (_settings.WantsDeliveries)
        {
            lock (_lock)
            {
                _deliveries.Add(new DeliveredRecord(record, -1, -1));
            }
        }
    }

    /// <summary>Shows what was reserved to acknowledgements and commits. To be called before the batch is given to the producer.</summary>
    public void Publish()
    {
        if (_touched.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            _backlog.Add(_unpublished.Records, _unpublished.Bytes);
            foreach (var partition in _touched)
            {
                _backlog.AddSlots(partition.Unpublished - partition.Publish());
            }
        }

        _counters.SetInFlight(_backlog.Records);
        _touched.Clear();
        _unpublished = default;
    }

    /// <inheritdoc/>
    public void OnDelivered(ReadOnlySpan<DeliveryReport> reports)
    {
        var (records, bytes) = (0, 0L);
        TaskCompletionSource? waiter;
        lock (_lock)
        {
            _topics.BeginRound();
            foreach (ref readonly var report in reports)
            {
                if (report.Sequence == Untracked)
                {
                    AddUntracked(report);
                    continue;
                }

                var partition = _partitions[(int)(report.Sequence >> IndexBits)];
                var (topic, sizeBytes, record) = partition.Look(report.Sequence);
                if (report.Error is { } error)
                {
                    _deliveries.Add(new FailedDelivery(record, report.Topic, error, report.Sequence));
                    _backlog.Release(1, sizeBytes, slots: 0);
                    continue;
                }

                (records, bytes) = (records + 1, bytes + sizeBytes);
                _topics.SetDelivered(topic);
                _backlog.Release(1, sizeBytes, partition.Complete(report.Sequence));
                if (_settings.WantsDeliveries && record is not null)
                {
                    _deliveries.Add(new DeliveredRecord(record, report.Partition, report.Offset));
                }
            }

            waiter = _backlog.TakeWaiter(isFailed: _deliveries.HasFailed);
        }

        try
        {
            _counters.AddMoved(records, bytes, _backlog.Records);
        }
        finally
        {
            waiter?.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public void OnReportsLost(Exception cause)
    {
        TaskCompletionSource? waiter;
        lock (_lock)
        {
            _lost ??= new(
                "It is not known which records Kafka has taken, because its answers could not be taken in. The task's next start reads on from the last committed offsets.", cause);
            _deliveries.SetFailed();
            waiter = _backlog.TakeWaiter();
        }

        waiter?.TrySetResult();
    }

    /// <summary>Waits until the records on their way cost no more than that, or one of them failed.</summary>
    public Task WaitForRoomAsync(long costBytesMax, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _deliveries.HasFailed || _lost is not null ? Task.CompletedTask : _backlog.WaitAsync(costBytesMax).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until Kafka has answered for every record, or its answers are lost.</summary>
    public Task WaitForAnswersAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _lost is not null ? Task.CompletedTask : _backlog.WaitUntilEmptyAsync().WaitAsync(cancellationToken);
        }
    }

    /// <summary>Completes when a record fails.</summary>
    public Task FirstFailure
    {
        get
        {
            lock (_lock)
            {
                return _deliveries.FirstFailure;
            }
        }
    }

    /// <summary>What failed since the last call.</summary>
    /// <exception cref="ConnectException">Answers of Kafka are lost; thrown every time.</exception>
    public IReadOnlyList<FailedDelivery> TakeFailed()
    {
        if (Volatile.Read(ref _lost) is { } lost)
        {
            throw lost;
        }

        if (!_deliveries.HasFailed)
        {
            return [];
        }

        lock (_lock)
        {
            return _deliveries.TakeFailed();
        }
    }

    /// <summary>A record that failed was reported and is tolerated: its offset counts, once those before it are done.</summary>
    public void SetReported(FailedDelivery failed)
    {
        lock (_lock)
        {
            _backlog.Release(0, 0, _partitions[(int)(failed.Sequence >> IndexBits)].Complete(failed.Sequence));
            if (_settings.WantsDeliveries && failed.Record is { } record)
            {
                _deliveries.Add(new DeliveredRecord(record, -1, -1));
            }
        }
    }

    /// <summary>What was delivered or skipped since the last call, in the order of acknowledgement; nothing unless deliveries are wanted.</summary>
    public ReadOnlyMemory<DeliveredRecord> TakeDelivered()
    {
        if (!_deliveries.HasDelivered)
        {
            return default;
        }

        lock (_lock)
        {
            return _deliveries.TakeDelivered();
        }
    }

    /// <summary>The offsets that may be committed and were not yet.</summary>
    public CommittableOffsets TakeCommittable()
    {
        lock (_lock)
        {
            return _partitions.TakeCommittable();
        }
    }

    /// <summary>These offsets are durable; those that were taken and not marked are taken again.</summary>
    public void MarkCommitted(CommittableOffsets offsets)
    {
        lock (_lock)
        {
            offsets.MarkCommitted();
        }
    }

    private void AddUntracked(in DeliveryReport report)
    {
        if (report.Error is { } error)
        {
            _deliveries.Add(new FailedDelivery(null, report.Topic, error, Untracked));
        }
    }

    private int NumberOf(string topic)
    {
        if (_topics.TryFind(topic, out var number))
        {
            return number;
        }

        lock (_lock)
        {
            return _topics.Add(topic);
        }
    }

    private PendingPartition PartitionOf(SourceRecord record)
    {
        var key = record.SourceOffset is null ? null : record.SourcePartition;
        if (ReferenceEquals(key, _last.Key))
        {
            return _last;
        }

        if (!_partitions.TryFind(key, out var partition))
        {
            lock (_lock)
            {
                partition = _partitions.Add(key);
            }
        }

        return _last = partition;
    }
}
