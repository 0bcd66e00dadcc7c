using OrleansConnect.EmbeddedKafka.Log;

namespace OrleansConnect.EmbeddedKafka.Groups;

/// <summary>A group's offsets: committed ones, and those in transactions that are still open.</summary>
internal sealed class GroupOffsets
{
    private readonly Dictionary<(string Topic, int Partition), CommittedOffset> _committed = [];
    private readonly Dictionary<long, Dictionary<(string Topic, int Partition), CommittedOffset>> _pending = [];

    public IReadOnlyDictionary<(string Topic, int Partition), CommittedOffset> Committed => _committed;

    public bool IsEmpty => _committed.Count == 0 && _pending.Count == 0;

    public bool IsPending((string Topic, int Partition) partition) => _pending.Values.Any(offsets => offsets.ContainsKey(partition));

    public void Set((string Topic, int Partition) partition, CommittedOffset? offset)
    {
        if (offset is null)
        {
            _committed.Remove(partition);
        }
        else
        {
            _committed[partition] = offset;
        }
    }

    public void SetPending(long producerId, (string Topic, int Partition) partition, CommittedOffset offset)
    {
        if (!_pending.TryGetValue(producerId, out var offsets))
        {
            _pending[producerId] = offsets = [];
        }

        offsets[partition] = offset;
    }

    /// <summary>Ends a producer's transaction: its offsets count, or never were.</summary>
    public void Complete(long producerId, bool isCommit)
    {
        if (_pending.Remove(producerId, out var offsets) && isCommit)
        {
            foreach (var (partition, offset) in offsets)
            {
                _committed[partition] = offset;
            }
        }
    }

    /// <summary>Takes an entry of the log, read again after a restart.</summary>
    public void Restore(BatchHeader header, (string Topic, int Partition) partition, CommittedOffset? offset)
    {
        if (header.IsTransactional && offset is not null)
        {
            SetPending(header.ProducerId, partition, offset);
        }
        else
        {
            Set(partition, offset);
        }
    }
}
