using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Tests.Unit.Runtime.Pipeline;

/// <summary>What becomes of an operation that failed, as in Kafka Connect (KIP-298).</summary>
public sealed class ErrorPolicyTests : IErrorReporter
{
    private static readonly RetriableException Passing = new("not now");

    private readonly FakeTimeProvider _time = new();
    private readonly ErrorCounters _counters = new(null);
    private readonly ErrorAttempts _attempts = new();
    private readonly List<Exception> _reported = [];
    private TaskCompletionSource _reporting = Completed();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pauses_double_from_300_ms_and_are_random_beyond_the_longest()
    {
        var policy = Policy(retryTimeout: null, delayMaxMs: 2_000);

        foreach (var delayMs in new[] { 300, 600, 1_200 })
        {
            var decision = Decide(policy, Passing);
            _time.Advance(TimeSpan.FromMilliseconds(delayMs - 1));
            Assert.False(decision.IsCompleted);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(ErrorVerdict.Retry, await decision);
        }

        for (var i = 0; i < 50; i++)
        {
            var decision = Decide(policy, Passing);
            _time.Advance(TimeSpan.FromMilliseconds(2_000));
            Assert.Equal(ErrorVerdict.Retry, await decision);
        }

        Assert.Equal((53L, 53L, 0L), (_counters.Failures, _counters.Retries, _counters.Skipped));
    }

    [Fact]
    public async Task The_last_pause_ends_with_the_retry_timeout()
    {
        var policy = Policy(retryTimeout: TimeSpan.FromSeconds(1), isTolerant: true);

        foreach (var delayMs in new[] { 300, 600, 100 })
        {
            var decision = Decide(policy, Passing);
            _time.Advance(TimeSpan.FromMilliseconds(delayMs));
            Assert.Equal(ErrorVerdict.Retry, await decision);
        }

        Assert.Equal(ErrorVerdict.Skip, await Decide(policy, Passing));
        Assert.Equal([Passing], _reported);
    }

    [Fact]
    public async Task Another_operation_has_its_own_time_and_pauses()
    {
        var policy = Policy(retryTimeout: TimeSpan.FromSeconds(1));
        var first = Decide(policy, Passing);
        _time.Advance(TimeSpan.FromMilliseconds(300));
        await first;

        var other = Decide(policy, Passing, place: 8);
        _time.Advance(TimeSpan.FromMilliseconds(300));

        Assert.Equal(ErrorVerdict.Retry, await other);
    }

    [Fact]
    public async Task Without_a_retry_timeout_nothing_is_tried_again() => Assert.Equal(ErrorVerdict.Skip, await Decide(Policy(isTolerant: true), Passing));

    [Fact]
    public async Task What_cannot_pass_is_not_tried_again()
    {
        Assert.Equal(ErrorVerdict.Skip, await Decide(Policy(retryTimeout: null, isTolerant: true), new DataException("never")));
        Assert.Equal((1L, 0L, 1L), (_counters.Failures, _counters.Retries, _counters.Skipped));
    }

    [Fact]
    public async Task A_stop_ends_a_pause()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var decision = Policy(retryTimeout: null).DecideAsync(Failure(Passing), _attempts, 7, stop.Token, Cancel).AsTask();
        Assert.NotNull(_counters.RetryAt);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => decision);
        Assert.Null(_counters.RetryAt);
        Assert.Empty(_reported);
    }

    [Fact]
    public async Task What_is_not_tolerated_is_reported_before_the_task_fails()
    {
        _reporting = new();
        var cause = new DataException("bad");
        var decision = Decide(Policy(), cause);
        Assert.Equal([cause], _reported);
        Assert.False(decision.IsCompleted);

        _reporting.SetResult();

        var error = await Assert.ThrowsAsync<ConnectException>(() => decision);
        Assert.StartsWith("Tolerance exceeded in error handler", error.Message, StringComparison.Ordinal);
        Assert.Same(cause, error.InnerException);
        Assert.Equal(0, _counters.Skipped);
    }

    [Fact]
    public async Task A_tolerated_record_is_passed_over_at_once_and_whoever_commits_waits_for_its_report()
    {
        _reporting = new();
        var pending = new PendingReports();
        Assert.Equal(ErrorVerdict.Skip, await Decide(Policy(isTolerant: true, pending: pending), new DataException("bad")));
        var commit = pending.WaitAsync(Cancel);
        Assert.False(commit.IsCompleted);

        _reporting.SetResult();

        await commit;
        Assert.Equal(1, _counters.Skipped);
    }

    [Fact]
    public async Task A_report_that_fails_fails_every_commit_after_it()
    {
        _reporting = new();
        var pending = new PendingReports();
        await Decide(Policy(isTolerant: true, pending: pending), new DataException("bad"));

        _reporting.SetException(new ConnectException("The queue is full."));

        await Assert.ThrowsAsync<ConnectException>(() => pending.WaitAsync(Cancel));
        await Assert.ThrowsAsync<ConnectException>(() => pending.WaitAsync(Cancel));
    }

    async ValueTask IErrorReporter.ReportAsync(FailedOperation failure, CancellationToken cancellationToken)
    {
        _reported.Add(failure.Error);
        await _reporting.Task;
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    private static FailedOperation Failure(Exception error) => new(ErrorStage.ValueConverter, "C", error);

    private ErrorPolicy Policy(bool isTolerant = false, PendingReports? pending = null) => Policy(TimeSpan.Zero, 60_000, isTolerant, pending);

    private ErrorPolicy Policy(TimeSpan? retryTimeout, int delayMaxMs = 60_000, bool isTolerant = false, PendingReports? pending = null) =>
        new(new(retryTimeout, TimeSpan.FromMilliseconds(delayMaxMs), isTolerant, IsLogged: false, LogsRecords: false), [this], _counters, _time, pending);

    private Task<ErrorVerdict> Decide(ErrorPolicy policy, Exception error, long place = 7) => policy.DecideAsync(Failure(error), _attempts, place, Cancel, Cancel).AsTask();
}
