using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A sink task whose calls do what the test says, and are written down.</summary>
internal sealed class ScriptedSinkTask : SinkTask
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];
    private readonly List<SinkRecord> _taken = [];
    private int _emptyPuts;

    /// <summary>Called with each batch that is not empty; what it throws is not taken.</summary>
    public Func<ISinkTaskContext, IReadOnlyList<SinkRecord>, Task> OnPut { get; set; } = (_, _) => Task.CompletedTask;

    public Func<IReadOnlyDictionary<TopicPartition, long>, IReadOnlyDictionary<TopicPartition, long>> OnPreCommit { get; set; } = offsets => offsets;

    public Action<ISinkTaskContext> OnEmptyPut { get; set; } = _ => { };

    public int EmptyPuts => Volatile.Read(ref _emptyPuts);

    public ISinkTaskContext? Context { get; private set; }

    /// <summary>What happened, in order; tests may add to it.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public void Note(string call)
    {
        lock (_lock)
        {
            _calls.Add(call);
        }
    }

    public int CountOf(string call) => Calls.Count(made => made.StartsWith(call, StringComparison.Ordinal));

    /// <summary>The offsets it took of a partition, in order.</summary>
    public IReadOnlyList<long> TakenOf(TopicPartition partition)
    {
        lock (_lock)
        {
            return [.. _taken.Where(record => record.OriginalTopicPartition == partition).Select(record => record.OriginalOffset)];
        }
    }

    public override ValueTask StartAsync(ISinkTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        Context = context;
        return default;
    }

    public override ValueTask OpenAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        Note($"open {Numbers(partitions)}");
        return default;
    }

    public override async ValueTask PutAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken)
    {
        // StartAsync has set it.
        var context = Context!;
        if (records.Count == 0)
        {
            OnEmptyPut(context);
            Interlocked.Increment(ref _emptyPuts);
            return;
        }

        Note($"put {records[0].OriginalPartition}:{records[0].OriginalOffset}-{records[^1].OriginalPartition}:{records[^1].OriginalOffset}");
        await OnPut(context, records);
        lock (_lock)
        {
            _taken.AddRange(records);
        }
    }

    public override ValueTask<IReadOnlyDictionary<TopicPartition, long>> PreCommitAsync(
        IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        Note($"pre-commit {Text(offsets)}");
        return ValueTask.FromResult(OnPreCommit(offsets));
    }

    public override ValueTask CloseAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        Note($"close {Numbers(partitions)}");
        return default;
    }

    /// <summary>Offsets as <c>partition:offset</c>.</summary>
    public static string Text(IReadOnlyDictionary<TopicPartition, long> offsets) =>
        string.Join(' ', offsets.OrderBy(offset => offset.Key.Partition).Select(offset => $"{offset.Key.Partition}:{offset.Value}"));

    private static string Numbers(IReadOnlyCollection<TopicPartition> partitions) => string.Join(' ', partitions.Select(partition => partition.Partition).Order());
}
