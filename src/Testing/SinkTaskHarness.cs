using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Testing;

/// <summary>
/// Runs a sink task as the runtime does, without Kafka: it starts it, opens its partitions, numbers the records that are put, and commits. A task that stores offsets claims its partitions,
/// and the records are numbered from what it has stored. One call at a time.
/// </summary>
public sealed class SinkTaskHarness : IAsyncDisposable
{
    private static long s_lastGeneration;

    private readonly SinkTask _task;
    private readonly SinkTaskMemory _memory;
    private readonly Dictionary<TopicPartition, long> _next = [];

    private SinkTaskHarness(SinkTask task, SinkTaskMemory memory) => (_task, _memory) = (task, memory);

    /// <summary>What the task has logged.</summary>
    public MemoryLog Log => _memory.Log;

    /// <summary>The records that the task has reported, with their errors.</summary>
    public IReadOnlyList<ErrantRecord> ErrantRecords => _memory.Reported;

    /// <summary>The partitions that the task has paused.</summary>
    public IReadOnlySet<TopicPartition> Paused => _memory.Paused;

    /// <summary>The offsets that the task has rewound to; the next put of such a partition is numbered from there.</summary>
    public IReadOnlyDictionary<TopicPartition, long> Rewound => _memory.Rewound;

    /// <summary>Whether the task has asked for a commit since the last one.</summary>
    public bool CommitIsRequested => _memory.CommitIsRequested;

    /// <summary>The offset of the next record of each partition that was put to or has a stored offset.</summary>
    public IReadOnlyDictionary<TopicPartition, long> Positions => _next;

    /// <summary>The offsets committed by <see cref="CommitAsync"/>.</summary>
    public Dictionary<TopicPartition, long> Committed { get; } = [];

    /// <summary>Starts a task with its settings and opens its partitions. When that fails, the task is disposed and the exception passed on.</summary>
    public static async Task<SinkTaskHarness> StartAsync(
        SinkTask task, IReadOnlyDictionary<string, string> settings, HarnessOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        var harness = new SinkTaskHarness(task, new SinkTaskMemory(options, settings));
        try
        {
            await task.StartAsync(harness._memory, settings, cancellationToken);
            await harness.OpenAsync(options.Partitions, options.Generation ?? NextGeneration(), cancellationToken);
            return harness;
        }
        catch
        {
            await task.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a task with its settings and the partition <c>test-0</c>.</summary>
    public static Task<SinkTaskHarness> StartAsync(SinkTask task, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) =>
        StartAsync(task, settings, new HarnessOptions(), cancellationToken);

    /// <summary>A generation that is higher than those of all harnesses so far.</summary>
    public static long NextGeneration() => Interlocked.Increment(ref s_lastGeneration);

    /// <summary>Gives the task more partitions, as when another task had them.</summary>
    public async Task OpenAsync(IReadOnlyCollection<TopicPartition> partitions, long generation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        _memory.Assign(partitions);
        await ClaimAsync(partitions, generation, cancellationToken);
        await _task.OpenAsync(partitions, cancellationToken);
    }

    /// <summary>Claims all partitions of a task that stores offsets again, as after a failed put or flush; the next records are numbered from what it has stored.</summary>
    public Task ClaimAgainAsync(long generation, CancellationToken cancellationToken) => ClaimAsync([.. _memory.Assignment], generation, cancellationToken);

    /// <summary>Passes over records of the first partition, as when transformations drop them.</summary>
    public void Skip(int count)
    {
        var partition = _memory.Assignment.First();
        _next[partition] = _next.GetValueOrDefault(partition) + count;
    }

    /// <summary>Puts records with these values, schemaless, in the first partition.</summary>
    public Task PutValuesAsync(IReadOnlyList<object?> values, CancellationToken cancellationToken)
    {
        var partition = _memory.Assignment.First();
        return PutAsync(
            [.. values.Select(value => new SinkRecord { Topic = partition.Topic, OriginalTopic = partition.Topic, Partition = partition.Partition, Value = value })],
            cancellationToken);
    }

    /// <summary>Puts records; each gets the next offset of its topic and partition.</summary>
    public async Task PutAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(records);
        foreach (var (partition, offset) in _memory.TakeRewound())
        {
            _next[partition] = offset;
        }

        var next = new Dictionary<TopicPartition, long>(_next);
        SinkRecord[] numbered = [.. records.Select(record => Number(record, next))];
        await _task.PutAsync(numbered, cancellationToken);
        foreach (var (partition, offset) in next)
        {
            _next[partition] = offset;
        }
    }

    /// <summary>Asks the task what may be committed, and commits it.</summary>
    public async Task<IReadOnlyDictionary<TopicPartition, long>> CommitAsync(CancellationToken cancellationToken)
    {
        _memory.CommitIsRequested = false;
        var offsets = await _task.PreCommitAsync(new Dictionary<TopicPartition, long>(_next), cancellationToken);
        foreach (var (partition, offset) in offsets)
        {
            Committed[partition] = offset;
        }

        return offsets;
    }

    /// <summary>Takes partitions from the task, as when another task gets them.</summary>
    public async Task CloseAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(partitions);
        await _task.CloseAsync(partitions, cancellationToken);
        foreach (var partition in partitions)
        {
            _memory.Unassign(partition);
            _next.Remove(partition);
        }
    }

    /// <summary>Disposes the task.</summary>
    public ValueTask DisposeAsync() => _task.DisposeAsync();

    private async Task ClaimAsync(IReadOnlyCollection<TopicPartition> partitions, long generation, CancellationToken cancellationToken)
    {
        if (_task is not IExactlyOnceSinkTask { StoresOffsets: true } task)
        {
            return;
        }

        var stored = await task.ClaimAsync(partitions, generation, cancellationToken);
        foreach (var partition in partitions)
        {
            _next[partition] = stored.GetValueOrDefault(partition);
        }
    }

    private static SinkRecord Number(SinkRecord record, Dictionary<TopicPartition, long> next)
    {
        var partition = new TopicPartition(record.Topic, record.Partition ?? 0);
        var offset = next.GetValueOrDefault(partition);
        next[partition] = offset + 1;
        return record with
        {
            Partition = partition.Partition,
            KafkaOffset = offset,
            OriginalTopic = partition.Topic,
            OriginalPartition = partition.Partition,
            OriginalOffset = offset,
        };
    }
}
