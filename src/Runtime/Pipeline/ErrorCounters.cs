namespace OrleansConnect.Runtime.Pipeline;

/// <summary>What a task's error handling has done; one loop counts, anybody reads.</summary>
internal sealed class ErrorCounters
{
    private long _failures;
    private long _retries;
    private long _skipped;
    private long _logged;

    /// <summary>Operations that failed, each attempt counted.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Attempts that were made again.</summary>
    public long Retries => Volatile.Read(ref _retries);

    /// <summary>Records that were skipped for an error.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Errors that were logged.</summary>
    public long Logged => Volatile.Read(ref _logged);

    public void AddFailure() => Interlocked.Increment(ref _failures);

    public void AddRetry() => Interlocked.Increment(ref _retries);

    public void AddSkipped() => Interlocked.Increment(ref _skipped);

    public void AddLogged() => Interlocked.Increment(ref _logged);
}
