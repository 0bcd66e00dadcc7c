using OrleansConnect.Abstractions.Data;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>How far a sink task is in each of its partitions. Used by the runner's loop only, but for <see cref="Reaches"/>.</summary>
internal sealed class SinkPositions
{
    // Held by the loop while it changes something, and by others while they look.
    private readonly Lock _lock = new();
    private readonly Dictionary<TopicPartition, Position> _partitions = [];

    public IReadOnlyCollection<TopicPartition> Partitions => _partitions.Keys;

    public bool Contains(TopicPartition partition) => _partitions.ContainsKey(partition);

    /// <summary>The partition is read from what its group has. When that was committed nobody knows, so that it is committed anew before it expires.</summary>
    public void Add(TopicPartition partition, long? committed) => Set(partition, new() { Next = committed, Restart = committed });

    /// <summary>The partition is read from an offset that its group may not have.</summary>
    public void AddUncommitted(TopicPartition partition, long? next) => Set(partition, new() { Next = next });

    public void Remove(TopicPartition partition)
    {
        lock (_lock)
        {
            _partitions.Remove(partition);
        }
    }

    /// <summary>The task is given a batch, and may not take it.</summary>
    public void Begin(IReadOnlyDictionary<TopicPartition, PartitionSpan> spans) => ForEach(spans, static (position, span) => position.First ??= span.First);

    /// <summary>The task is about to be given a batch, or is at the end of partitions.</summary>
    public void See(SinkBatch batch)
    {
        ForEach(batch.Spans, static (position, span) => position.Seen ??= span.First);
        ForEach(batch.Ends, static (position, end) => position.Seen = end);
        SetStarts(batch);
    }

    // Where nothing was read the end is where reading began: committed like any other position, or a restart would look for a place to begin once more.
    private void SetStarts(SinkBatch batch)
    {
        var starts = batch.Ends.Where(end => !batch.Spans.ContainsKey(end.Key)).ToDictionary();
        ForEach(starts, static (position, end) => position.Next ??= position.First is null ? end : null);
    }

    /// <summary>Up to where nothing is left to be put in each partition, as far as is known; null before anything was read. May be called beside the loop.</summary>
    public IReadOnlyList<KeyValuePair<TopicPartition, long?>> Reaches()
    {
        lock (_lock)
        {
            return [.. _partitions.Select(entry => new KeyValuePair<TopicPartition, long?>(entry.Key, entry.Value.Reach))];
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
    public void Advance(IReadOnlyDictionary<TopicPartition, PartitionSpan> spans) => ForEach(spans, static (position, span) =>
    {
        position.First ??= span.First;
        position.Next = span.Next;
    });

    /// <summary>The partition is read from there on. What its group has is the same as before, and may be behind that; a commit under way is none of what is read from now on.</summary>
    public void Rewind(TopicPartition partition, long offset)
    {
        lock (_lock)
        {
            var position = _partitions[partition];
            (position.First, position.Next, position.Restart, position.Seen, position.Sent) = (offset, offset, offset, offset, null);
        }
    }

    /// <summary>Offsets are on their way to the group: until they are answered, nobody knows what it has.</summary>
    public void BeginCommit(IReadOnlyDictionary<TopicPartition, long> offsets) => ForEach(offsets, static (position, offset) => (position.Committed, position.Sent) = (null, offset));

    /// <summary>The group has them.</summary>
    public void SetCommitted(IReadOnlyDictionary<TopicPartition, long> offsets) => ForEach(offsets, static (position, offset) =>
        (position.Committed, position.Restart, position.Sent) = (offset, position.Sent ?? position.Restart, null));

    /// <summary>Nobody knows any more what the group has, or for how long, of any partition.</summary>
    public void ForgetCommitted()
    {
        foreach (var position in _partitions.Values)
        {
            position.Committed = null;
        }
    }

    /// <summary>The offset after the last record put, or where reading began; null while that is not known.</summary>
    public long? NextOf(TopicPartition partition) => _partitions.TryGetValue(partition, out var position) ? position.Next : null;

    /// <summary>The offset of the first record that was read; null while there was none.</summary>
    public long? FirstOf(TopicPartition partition) => _partitions[partition].First;

    /// <summary>Whether the group is known to have that offset already.</summary>
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

    /// <summary>Where to read on when what was put since the last commit, or since a rewind after it, is to come again.</summary>
    public Dictionary<TopicPartition, long> Uncommitted()
    {
        var offsets = new Dictionary<TopicPartition, long>();
        foreach (var (partition, position) in _partitions)
        {
            if ((position.Restart ?? position.First) is { } offset && offset != position.Next)
            {
                offsets[partition] = offset;
            }
        }

        return offsets;
    }

    // What belongs to partitions that went elsewhere is of no interest.
    private void ForEach<T>(IReadOnlyDictionary<TopicPartition, T> values, Action<Position, T> set)
    {
        lock (_lock)
        {
            foreach (var (partition, value) in values)
            {
                if (_partitions.TryGetValue(partition, out var position))
                {
                    set(position, value);
                }
            }
        }
    }

    private void Set(TopicPartition partition, Position position)
    {
        lock (_lock)
        {
            _partitions[partition] = position;
        }
    }

    private sealed class Position
    {
        public long? First { get; set; }

        public long? Next { get; set; }

        public long? Committed { get; set; }

        public long? Restart { get; set; }

        public long? Sent { get; set; }

        public long? Seen { get; set; }

        public long? Reach => Next > Seen ? Next : Seen ?? Next;
    }
}
