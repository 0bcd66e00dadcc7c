using OrleansConnect.Grains;
using OrleansConnect.Runtime.Metrics;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What a task has moved, counted per batch. Written by the runner's threads, read by anybody.</summary>
/// <param name="time">The clock.</param>
/// <param name="meter">Counts the same for metrics, if they are wanted.</param>
internal sealed class TaskCounters(TimeProvider time, TaskMeter? meter = null)
{
    private readonly ErrorCounters _errors = new(meter);
    private long _records;
    private long _bytes;
    private long _bytesRead = -1;
    private long _skipped;
    private long _inFlight;
    private long _errant;
    private long _lag = -1;
    private long _committedAtMs;
    private long _progressedAtMs;
    private volatile string? _waitsFor;
    private long _waitsSinceMs;
    private int _offsetReads;
    private long _lagMs = -1;
    private TaskProgress _last = TaskProgress.None;

    public ErrorCounters Errors => _errors;

    /// <summary>How many records were moved.</summary>
    public long Records => Volatile.Read(ref _records);

    /// <summary>What the task is waiting for, null while it works.</summary>
    public string? WaitsFor
    {
        get => Volatile.Read(ref _offsetReads) > 0 ? "kafka" : _waitsFor;
        set
        {
            Volatile.Write(ref _waitsSinceMs, NowMs());
            _waitsFor = value;
        }
    }

    /// <summary>The plugin begins to read source offsets: what the task waits for meanwhile is Kafka.</summary>
    public void BeginOffsetRead() => Interlocked.Increment(ref _offsetReads);

    public void EndOffsetRead() => Interlocked.Decrement(ref _offsetReads);

    /// <summary>Since when it waits for that.</summary>
    public DateTimeOffset WaitsSince => _errors.ReportsSince ?? DateTimeOffset.FromUnixTimeMilliseconds(Volatile.Read(ref _waitsSinceMs));

    public DateTimeOffset Now => time.GetUtcNow();

    public void AddMoved(long records, long bytes, long inFlight)
    {
        Volatile.Write(ref _inFlight, inFlight);
        if (records > 0)
        {
            Interlocked.Add(ref _records, records);
            Interlocked.Add(ref _bytes, bytes);
            meter?.AddMoved(records, bytes);
            Volatile.Write(ref _progressedAtMs, NowMs());
        }
    }

    /// <summary>A sink task reports a record that it was given, and has not put it.</summary>
    public void AddErrant() => Interlocked.Increment(ref _errant);

    /// <summary>What the task reports of records that it is given once more counts then.</summary>
    public void ForgetErrant() => Interlocked.Exchange(ref _errant, 0);

    /// <summary>A sink task has taken a batch, but for the records that it has reported since. One that is reported later is taken off the next batch.</summary>
    public void AddPut(long records, long bytes)
    {
        var errant = Interlocked.Exchange(ref _errant, 0);
        if (errant > records)
        {
            Interlocked.Add(ref _errant, errant - records);
        }

        AddMoved(Math.Max(0, records - errant), bytes, inFlight: 0);
    }

    /// <summary>A sink has read these bytes of keys and values. What a source reads has no bytes that its worker sees.</summary>
    public void AddBytesRead(long bytes) => Volatile.Write(ref _bytesRead, Math.Max(_bytesRead, 0) + bytes);

    public void AddSkipped(long records) => Interlocked.Add(ref _skipped, records);

    public void SetInFlight(long records) => Volatile.Write(ref _inFlight, records);

    /// <summary>How far the task is behind.</summary>
    /// <param name="records">Records in the topics behind its position; null where that is not known.</param>
    /// <param name="time">How long the last record that was put had waited; null where none has a timestamp.</param>
    public void SetLag(long? records, TimeSpan? time)
    {
        Volatile.Write(ref _lag, records ?? -1);
        Volatile.Write(ref _lagMs, time is { } known ? (long)known.TotalMilliseconds : -1);
    }

    public void SetCommitted()
    {
        Volatile.Write(ref _committedAtMs, NowMs());
        meter?.AddCommit();
    }

    /// <summary>A commit has failed, or was not answered in time.</summary>
    /// <param name="error">Why, where somebody has said; to be seen in the status, since the task goes on.</param>
    public void AddCommitFailure(Exception? error = null)
    {
        meter?.AddCommitFailure();
        if (error is not null)
        {
            _errors.SetLast("Commit of offsets", error, time.GetUtcNow());
        }
    }

    /// <summary>A commit that was given up was answered after all.</summary>
    public void AddLateCommit() => meter?.AddLateCommit();

    /// <summary>The figures now; the same object as last time while nothing has changed.</summary>
    public TaskProgress Take()
    {
        var last = Volatile.Read(ref _last);
        var lag = Volatile.Read(ref _lag);
        var progress = new TaskProgress
        {
            Records = Volatile.Read(ref _records),
            Bytes = Volatile.Read(ref _bytes),
            BytesRead = Volatile.Read(ref _bytesRead) is >= 0 and var bytesRead ? bytesRead : null,
            RecordsSkipped = Volatile.Read(ref _skipped),
            RecordsInFlight = Volatile.Read(ref _inFlight),
            Lag = lag < 0 ? null : lag,
            LagTime = Volatile.Read(ref _lagMs) is >= 0 and var lagMs ? TimeSpan.FromMilliseconds(lagMs) : null,
            RecordsRead = _errors.Read,
            WaitsUntil = _errors.RetryAt,
            Errors = _errors.Take(),
            CommittedAt = At(Volatile.Read(ref _committedAtMs)),
            ProgressedAt = At(Volatile.Read(ref _progressedAtMs)),
            WaitsFor = _errors.RetryAt is not null ? "retry" : _errors.ReportsSince is not null ? "kafka" : _waitsFor,
            TakenAt = last.TakenAt,
        };
        if (progress == last)
        {
            return last;
        }

        progress = progress with { TakenAt = time.GetUtcNow() };
        Volatile.Write(ref _last, progress);
        return progress;
    }

    private static DateTimeOffset? At(long ms) => ms == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private long NowMs() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
