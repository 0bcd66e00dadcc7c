using OrleansConnect.Abstractions.Data;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>How far a sink task is in each of its partitions. Used by the runner's loop only.</summary>
internal sealed class SinkPositions
{
    private readonly Dictionary<TopicPartition, Position> _partitions = [];

    public IReadOnlyCollection<TopicPartition> Partitions => _partitions.Keys;

    public bool Contains(TopicPartition partition) => _partitions.ContainsKey(partition);

    public void Add(TopicPartition partition, long? committed) => _partitions[partition] = new() { Next = committed, Committed = committed };

    /// <summary>The partition is read from an offset that its group may not have.</summary>
    public void AddUncommitted(TopicPartition partition, long? next) => _partitions[partition] = new() { Next = next };

    public void Remove(TopicPartition partition) => _partitions.Remove(partition);

    /// <summary>The task is given a batch, and may not take it.</summary>
    public void Begin(IReadOnlyDictionary<TopicPartition, PartitionSpan> spans)
    {
        foreach (var (partition, span) in spans)
        {
            if (_partitions.TryGetValue(partition, out var position))
            {
                position.First ??= span.First;
            }
        }
    }

    /// <summary>A partition of which a batch begins before the offset that was to come next, which no topic does that is still the same; null when there is none.</summary>
    public TopicPartition? FindBackward(IReadOnlyDictionary<TopicPartition, PartitionSpan> spans)
    {
        foreach (var (partition, span) in spans)
        {
            if (NextOf(partition) > span.First)
            {
                return partition;
            }
        }

        return null;
    }

    /// <summary>The task has taken a batch.</summary>
    public void Advance(IReadOnlyDictionary<TopicPartition, PartitionSpan> spans)
    {
        foreach (var (partition, span) in spans)
        {
            if (_partitions.TryGetValue(partition, out var position))
            {
                position.First ??= span.First;
                position.Next = span.Next;
            }
        }
    }

    /// <summary>The partition is read from there on, and that is what its group is to have.</summary>
    public void Rewind(TopicPartition partition, long offset)
    {
        var position = _partitions[partition];
        (position.First, position.Next, position.Committed) = (offset, offset, offset);
    }

    public void SetCommitted(IReadOnlyDictionary<TopicPartition, long> offsets)
    {
        foreach (var (partition, offset) in offsets)
        {
            if (_partitions.TryGetValue(partition, out var position))
            {
                position.Committed = offset;
            }
        }
    }

    /// <summary>The offset after the last record put; null while there was none.</summary>
    public long? NextOf(TopicPartition partition) => _partitions.TryGetValue(partition, out var position) ? position.Next : null;

    /// <summary>The offset of the first record that was read; null while there was none.</summary>
    public long? FirstOf(TopicPartition partition) => _partitions[partition].First;

    /// <summary>Whether the group has that offset already.</summary>
    public bool IsCommitted(TopicPartition partition, long offset) => _partitions[partition].Committed == offset;

    /// <summary>The offsets after the last records put, of those partitions.</summary>
    public Dictionary<TopicPartition, long> Put(IEnumerable<TopicPartition> partitions)
    {
        var offsets = new Dictionary<TopicPartition, long>();
        foreach (var partition in partitions)
        {
            if (NextOf(partition) is { } next)
            {
                offsets[partition] = next;
            }
        }

        return offsets;
    }

    /// <summary>Where to read on when what was put since the last commit is to come again.</summary>
    public Dictionary<TopicPartition, long> Uncommitted()
    {
        var offsets = new Dictionary<TopicPartition, long>();
        foreach (var (partition, position) in _partitions)
        {
            if ((position.Committed ?? position.First) is { } offset && offset != position.Next)
            {
                offsets[partition] = offset;
            }
        }

        return offsets;
    }

    private sealed class Position
    {
        public long? First { get; set; }

        public long? Next { get; set; }

        public long? Committed { get; set; }
    }
}
