using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>A source task whose calls do what the test says.</summary>
internal sealed class ScriptedSource : SourceTask
{
    private long _next;

    public Func<CancellationToken, ValueTask> OnStart { get; set; } = _ => default;

    public Func<CancellationToken, ValueTask<IReadOnlyList<SourceRecord>>>? OnPoll { get; set; }

    public Func<CancellationToken, ValueTask> OnCommit { get; set; } = _ => default;

    public Func<ReadOnlyMemory<DeliveredRecord>, ValueTask> OnDelivered { get; set; } = _ => default;

    public Func<ValueTask> OnDispose { get; set; } = () => default;

    public bool Wants { get; set; }

    public int Commits { get; private set; }

    public int Disposals { get; private set; }

    public override bool WantsDeliveries => Wants;

    public override ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) =>
        OnStart(cancellationToken);

    public override ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken) =>
        OnPoll is { } poll ? poll(cancellationToken) : ValueTask.FromResult(Batch(10));

    public override ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        Commits++;
        return OnCommit(cancellationToken);
    }

    public override ValueTask CommitRecordsAsync(ReadOnlyMemory<DeliveredRecord> records, CancellationToken cancellationToken) => OnDelivered(records);

    public override async ValueTask DisposeAsync()
    {
        Disposals++;
        await OnDispose();
        await base.DisposeAsync();
    }

    /// <summary>Gives these once, and nothing more.</summary>
    public void PollOnce(params SourceRecord[] records)
    {
        var isPolled = false;
        OnPoll = async cancellationToken =>
        {
            if (isPolled)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            isPolled = true;
            return records;
        };
    }

    /// <summary>The next records, numbered from 1.</summary>
    public IReadOnlyList<SourceRecord> Batch(int count) => [.. Enumerable.Range(0, count).Select(_ => Record(++_next))];

    public static SourceRecord Record(long number, string partition = "p", string topic = "t") => new()
    {
        Topic = topic,
        Value = $"v{number}",
        SourcePartition = SourcePartition.Of("name", partition),
        SourceOffset = SourceOffset.Of("at", number),
    };
}
