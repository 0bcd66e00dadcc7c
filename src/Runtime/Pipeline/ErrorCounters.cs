using OrleansConnect.Grains;
using OrleansConnect.Runtime.Metrics;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>What a task's error handling has done, and out of how many records; the runner's threads count, anybody reads.</summary>
internal sealed class ErrorCounters(TaskMeter? meter)
{
    private long _failures;
    private long _retries;
    private long _skipped;
    private long _logged;
    private long _read;
    private long _retryAtMs;
    private long _reportsSinceMs;
    private LastError? _last;

    /// <summary>Hides what may not be shown of an error.</summary>
    public Func<Exception, Exception> Hide { get; set; } = error => error;

    /// <summary>Operations that failed, each attempt counted.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Attempts that were made again.</summary>
    public long Retries => Volatile.Read(ref _retries);

    /// <summary>Records that were skipped for an error.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Errors that were logged.</summary>
    public long Logged => Volatile.Read(ref _logged);

    /// <summary>Records that were read, whatever became of them.</summary>
    public long Read => Volatile.Read(ref _read);

    /// <summary>The figures; null while nothing has failed.</summary>
    public TaskErrorFigures? Take()
    {
        var last = Volatile.Read(ref _last);
        return Failures == 0 && last is null
            ? null
            : new() { Failures = Failures, Retries = Retries, RecordsSkipped = Skipped, Last = last?.Text, LastAt = last?.At };
    }

    public void AddFailure(ErrorStage stage, string className, Exception error, DateTimeOffset at)
    {
        Interlocked.Increment(ref _failures);
        meter?.AddFailure(stage, error);
        Volatile.Write(ref _last, new($"{ErrorStages.NameOf(stage)} in {className}: {Hide(error).Message}", at));
    }

    /// <summary>Something other than the operation on a record has failed.</summary>
    public void SetLast(string what, Exception error, DateTimeOffset at) => Volatile.Write(ref _last, new($"{what}: {Hide(error).Message}", at));

    /// <summary>When the operation that is waited for is tried again.</summary>
    public DateTimeOffset? RetryAt => Volatile.Read(ref _retryAtMs) is > 0 and var ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <summary>A failed operation waits until then, or until what is returned is disposed.</summary>
    public RetryPause Retrying(DateTimeOffset at)
    {
        Volatile.Write(ref _retryAtMs, at.ToUnixTimeMilliseconds());
        return new(this);
    }

    /// <summary>Since when the task waits until the report of a bad record is safe; null while it does not.</summary>
    public DateTimeOffset? ReportsSince => Volatile.Read(ref _reportsSinceMs) is > 0 and var ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <summary>The task waits from then on until a report is safe, or until what is returned is disposed.</summary>
    public ReportPause Reporting(DateTimeOffset at)
    {
        Volatile.Write(ref _reportsSinceMs, at.ToUnixTimeMilliseconds());
        return new(this);
    }

    public void AddRetry()
    {
        Interlocked.Increment(ref _retries);
        meter?.AddRetry();
    }

    public void AddSkipped(ErrorStage stage, Exception error)
    {
        Interlocked.Increment(ref _skipped);
        meter?.AddSkipped(stage, error);
    }

    public void AddLogged()
    {
        Interlocked.Increment(ref _logged);
        meter?.AddLogged();
    }

    public void AddDeadLetter(bool isWritten) => meter?.AddDeadLetter(isWritten);

    public void AddRead(long records)
    {
        Interlocked.Add(ref _read, records);
        meter?.AddRead(records);
    }

    /// <summary>Ends a pause.</summary>
    public readonly struct RetryPause(ErrorCounters counters) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref counters._retryAtMs, 0);
    }

    /// <summary>Ends a wait for a report.</summary>
    public readonly struct ReportPause(ErrorCounters counters) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref counters._reportsSinceMs, 0);
    }

    private sealed record LastError(string Text, DateTimeOffset At);
}
