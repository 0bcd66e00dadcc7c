using OrleansConnect.Abstractions.Errors;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>Decides what becomes of an operation that failed: another attempt, a skipped record or a failed task.</summary>
internal sealed class ErrorPolicy(
    ErrorSettings settings, IReadOnlyList<IErrorReporter> reporters, ErrorCounters counters, TimeProvider time, PendingReports? pending = null)
{
    private const string Exceeded = "Tolerance exceeded in error handler";

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(300);

    /// <summary>Whether records that fail are skipped.</summary>
    public bool IsTolerant => settings.IsTolerant;

    /// <summary>Whether a record is skipped for that error, without another attempt.</summary>
    public bool IsSkippedAtOnce(Exception error) => settings.IsTolerant && (error is not RetriableException || settings.RetryTimeout == TimeSpan.Zero);

    public bool HasReporters => reporters.Count > 0;

    /// <summary>
    /// Waits where another attempt is due. Otherwise reports the failure, and then either skips the record or throws. An operation is the same as last time when its place is.
    /// </summary>
    /// <param name="failure">What failed.</param>
    /// <param name="attempts">The attempts so far.</param>
    /// <param name="place">Which operation it is.</param>
    /// <param name="waiting">Ends the wait for another attempt.</param>
    /// <param name="cancellationToken">Ends the reporting.</param>
    public async ValueTask<ErrorVerdict> DecideAsync(
        FailedOperation failure, ErrorAttempts attempts, long place, CancellationToken waiting, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        counters.AddFailure(failure.Stage, failure.ClassName, failure.Error, now);
        attempts.Add(place, now);
        if (failure.Error is RetriableException && DelayBefore(attempts, now) is { } delay)
        {
            counters.AddRetry();
            using (counters.Retrying(now + delay))
            {
                await Task.Delay(delay, time, waiting);
            }

            return ErrorVerdict.Retry;
        }

        attempts.Clear();
        using var waits = counters.Reporting(now);
        if (pending is null || !settings.IsTolerant)
        {
            await ReportCountedAsync(failure, cancellationToken);
            return ErrorVerdict.Skip;
        }

        // Whoever commits waits for the report; the loop need not.
        await pending.AddAsync(TellAsync(failure, cancellationToken).AsTask(), cancellationToken);
        Skip(failure);
        return ErrorVerdict.Skip;
    }

    /// <summary>Reports a failure that cannot be retried, and throws unless it is tolerated.</summary>
    public ValueTask ReportAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        counters.AddFailure(failure.Stage, failure.ClassName, failure.Error, time.GetUtcNow());
        return ReportCountedAsync(failure, cancellationToken);
    }

    private async ValueTask ReportCountedAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        await TellAsync(failure, cancellationToken);
        if (!settings.IsTolerant)
        {
            throw new ConnectException(ConversionHints.For(failure) is { } hint ? $"{Exceeded}. {hint}" : Exceeded, failure.Error);
        }

        Skip(failure);
    }

    private void Skip(FailedOperation failure)
    {
        counters.AddSkipped(failure.Stage, failure.Error);
        settings.Limits.Check(counters.Skipped, counters.Read, failure.Error);
    }

    private async ValueTask TellAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        foreach (var reporter in reporters)
        {
            await reporter.ReportAsync(failure, cancellationToken);
        }
    }

    // 300 ms, doubled each time; beyond the longest pause a random one, so that tasks that failed together do not come back together.
    private TimeSpan? DelayBefore(ErrorAttempts attempts, DateTimeOffset now)
    {
        var delay = FirstDelay * Math.Pow(2, Math.Min(attempts.Failed - 1, 30));
        if (delay > settings.RetryDelayMax)
        {
            delay = settings.RetryDelayMax * Random.Shared.NextDouble();
        }

        if (settings.RetryTimeout is not { } timeout)
        {
            return delay;
        }

        var left = attempts.Since + timeout - now;
        return left <= TimeSpan.Zero ? null : delay < left ? delay : left;
    }
}
