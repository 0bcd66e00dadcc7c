using System.Runtime.InteropServices;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Testing;

/// <summary>
/// Runs a source task as the runtime does, without Kafka: it starts it, polls it, and <see cref="CommitAsync(CancellationToken)"/> says when records count as delivered. One call at a time.
/// </summary>
public sealed class SourceTaskHarness : IAsyncDisposable
{
    private readonly SourceTask _task;
    private readonly HarnessOptions _options;
    private readonly List<SourceRecord> _uncommitted = [];

    private SourceTaskHarness(SourceTask task, HarnessOptions options) => (_task, _options) = (task, options);

    /// <summary>What the task has logged.</summary>
    public MemoryLog Log { get; } = new();

    /// <summary>The committed offsets. The harness of a restarted task gets them through <see cref="HarnessOptions.Offsets"/>.</summary>
    public MemoryOffsets Offsets => _options.Offsets;

    /// <summary>Starts a task with its settings. When that fails, the task is disposed and the exception passed on.</summary>
    public static async Task<SourceTaskHarness> StartAsync(
        SourceTask task, IReadOnlyDictionary<string, string> settings, HarnessOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        var harness = new SourceTaskHarness(task, options);
        try
        {
            await task.StartAsync(new Context(harness, settings), settings, cancellationToken);
            return harness;
        }
        catch
        {
            await task.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a task with its settings and no committed offsets.</summary>
    public static Task<SourceTaskHarness> StartAsync(SourceTask task, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) =>
        StartAsync(task, settings, new HarnessOptions(), cancellationToken);

    /// <summary>One poll, which may give nothing.</summary>
    public async Task<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken)
    {
        var batch = await _task.PollAsync(cancellationToken);
        _uncommitted.AddRange(batch);
        return batch;
    }

    /// <summary>Polls until there are at least that many records; a <see cref="TimeoutException"/> when they do not come.</summary>
    public async Task<IReadOnlyList<SourceRecord>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_options.Patience);
        var taken = new List<SourceRecord>();
        try
        {
            while (taken.Count < count)
            {
                taken.AddRange(await PollAsync(patience.Token));
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The task gave {taken.Count} of {count} records within {_options.Patience.TotalSeconds} s.", e);
        }

        return taken;
    }

    /// <summary>Takes all records polled so far as delivered, and commits their offsets.</summary>
    public Task CommitAsync(CancellationToken cancellationToken) => CommitAsync(_uncommitted.Count, cancellationToken);

    /// <summary>Takes that many more of the records polled so far as delivered, in order, and commits their offsets.</summary>
    public async Task CommitAsync(int count, CancellationToken cancellationToken)
    {
        var records = _uncommitted[..count];
        _uncommitted.RemoveRange(0, count);
        if (_task.WantsDeliveries)
        {
            await _task.CommitRecordsAsync(records.Select((record, index) => new DeliveredRecord(record, 0, index)).ToArray(), cancellationToken);
        }

        foreach (var record in CollectionsMarshal.AsSpan(records))
        {
            if (record is { SourcePartition: { } partition, SourceOffset: { } offset })
            {
                Offsets.Commit(partition, offset);
            }
        }

        await _task.CommitAsync(cancellationToken);
    }

    /// <summary>Disposes the task.</summary>
    public ValueTask DisposeAsync() => _task.DisposeAsync();

    private sealed class Context(SourceTaskHarness harness, IReadOnlyDictionary<string, string> settings) : ISourceTaskContext
    {
        public string Connector => harness._options.Connector;

        public int Task => harness._options.Task;

        public IReadOnlyDictionary<string, string> Settings => settings;

        public IPluginLog Log => harness.Log;

        public TimeProvider Time => harness._options.Time;

        public IOffsetReader Offsets => harness.Offsets;

        public ITransactionContext? Transactions => null;
    }
}
