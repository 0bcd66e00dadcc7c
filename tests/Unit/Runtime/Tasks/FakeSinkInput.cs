using OrleansConnect.Kafka;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Tasks;
using TopicPartition = OrleansConnect.Abstractions.Data.TopicPartition;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Topics in memory: each partition has <see cref="End"/> records, of which the offsets in <see cref="Dropped"/> are dropped by a transformation.</summary>
internal sealed class FakeSinkInput(FakeSinkInput.Group group) : ISinkInput
{
    private const int CountMax = 10;

    private readonly Dictionary<TopicPartition, long> _positions = [];
    private readonly HashSet<TopicPartition> _paused = [];
    private readonly HashSet<TopicPartition> _ended = [];

    private int _asked;

    public long End { get; set; } = 100;

    /// <summary>Markers of transactions behind the last record.</summary>
    public long Markers { get; set; }

    /// <summary>Where to read from without an offset.</summary>
    public long Reset { get; set; } = TopicPartitionOffset.Beginning;

    public HashSet<long> Dropped { get; } = [];

    public List<(TopicPartition Partition, long? Start)> Starts { get; } = [];

    public bool HasAskedGroup { get; private set; }

    /// <summary>Called with each commit, before the group has it.</summary>
    public Func<IReadOnlyDictionary<TopicPartition, long>, CancellationToken, Task> OnCommit { get; set; } = (_, _) => Task.CompletedTask;

    public Task<IReadOnlyDictionary<TopicPartition, long>> CommittedAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        HasAskedGroup = true;
        return Task.FromResult<IReadOnlyDictionary<TopicPartition, long>>(group.Offsets.Where(offset => partitions.Contains(offset.Key)).ToDictionary());
    }

    public Task AddAsync(IReadOnlyDictionary<TopicPartition, long?> starts, CancellationToken cancellationToken)
    {
        foreach (var (partition, start) in starts)
        {
            Starts.Add((partition, start));
            _positions[partition] = start is { } offset and >= 0 ? offset <= End ? offset : 0 : (start ?? Reset) == TopicPartitionOffset.End ? End : 0;
        }

        return Task.CompletedTask;
    }

    public void Remove(IReadOnlyCollection<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _positions.Remove(partition);
            _paused.Remove(partition);
        }
    }

    public void Pause(IReadOnlyCollection<TopicPartition> partitions) => _paused.UnionWith(partitions);

    public void Resume(IReadOnlyCollection<TopicPartition> partitions) => _paused.ExceptWith(partitions);

    public Task SeekAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        foreach (var (partition, offset) in offsets)
        {
            _positions[partition] = offset;
        }

        return Task.CompletedTask;
    }

    public async ValueTask<SinkBatch> ReadAsync(TimeSpan timeout, CancellationToken wake, CancellationToken cancellationToken)
    {
        var batch = new SinkBatch();
        foreach (var (partition, from) in _positions.Where(position => !_paused.Contains(position.Key)).ToList())
        {
            for (var offset = from; offset < Math.Min(End, from + CountMax); offset++)
            {
                Read(batch, partition, offset);
                _positions[partition] = offset + 1;
                _ended.Remove(partition);
            }

            if (_positions[partition] >= End && _ended.Add(partition))
            {
                batch.Ends[partition] = End + Markers;
            }
        }

        batch.Complete();
        if (batch.ReadCount + batch.Ends.Count == 0)
        {
            await Task.Delay(timeout, TimeProvider.System, wake).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return batch;
    }

    public async Task CommitAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        await OnCommit(offsets, cancellationToken);
        lock (group)
        {
            foreach (var (partition, offset) in offsets)
            {
                group.Offsets[partition] = offset;
            }
        }
    }

    /// <summary>How far the ends go of which only Kafka knows.</summary>
    public long Unfetched { get; set; }

    /// <summary>Whether the consumer knows no ends.</summary>
    public bool IsEndUnknown { get; set; }

    /// <summary>How often Kafka was asked for ends.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public long? EndOf(TopicPartition partition) => IsEndUnknown ? null : End + Markers;

    public Task<IReadOnlyDictionary<TopicPartition, long>> AskEndsAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return Task.FromResult<IReadOnlyDictionary<TopicPartition, long>>(partitions.ToDictionary(partition => partition, _ => End + Markers + Unfetched));
    }

    public ValueTask DisposeAsync() => default;

    private void Read(SinkBatch batch, TopicPartition partition, long offset)
    {
        batch.AddRead(partition.Topic, partition.Partition, offset, 1);
        if (!Dropped.Contains(offset))
        {
            batch.Records.Add(new()
            {
                Topic = partition.Topic,
                Partition = partition.Partition,
                KafkaOffset = offset,
                OriginalTopic = partition.Topic,
                OriginalPartition = partition.Partition,
                OriginalOffset = offset,
            });
        }
    }

    /// <summary>What was committed for the consumer group.</summary>
    public sealed class Group
    {
        public Dictionary<TopicPartition, long> Offsets { get; } = [];
    }
}
