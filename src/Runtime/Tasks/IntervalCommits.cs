using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Offsets;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// At least once: every <c>offset.flush.interval.ms</c> the offsets of acknowledged records are committed, beside the runner's loop, so that neither a poll that waits nor one that
/// hangs holds them up.
/// </summary>
internal sealed partial class IntervalCommits(TaskControl control, PendingRecords pending, ISourceOffsetStore store, CommitTiming timing, ILogger logger)
    : ICommitStrategy, IDisposable
{
    private readonly BatchPart[] _whole = new BatchPart[1];
    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _finishing = new();
    private Task _ticking = Task.CompletedTask;
    private int _isTaskToBeTold;

    // What could not be committed is committed with the next attempt.
    public Task Fault { get; } = new TaskCompletionSource().Task;

    public void Start() => _ticking = Task.Run(TickAsync);

    public IReadOnlyList<BatchPart> Divide(IReadOnlyList<SourceRecord> batch)
    {
        _whole[0] = new(batch, TransactionEnd.None);
        return _whole;
    }

    public ValueTask BeforePartAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<bool> AfterPartAsync(BatchPart part, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Interlocked.Exchange(ref _isTaskToBeTold, 0) != 0);

    public ReadOnlyMemory<DeliveredRecord> TakeDelivered() => pending.TakeDelivered();

    // Commits go on beside the loop.
    public ValueTask<bool> PauseAsync() => ValueTask.FromResult(Interlocked.Exchange(ref _isTaskToBeTold, 0) != 0);

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _finishing.CancelAsync();
        await _ticking;
        await new FlushLimit(control, pending, timing, logger).WaitAsync(cancellationToken);
    }

    public async ValueTask<bool> FinishAsync(CancellationToken cancellationToken) => await CommitAsync();

    public void Dispose()
    {
        _finishing.Dispose();
        _one.Dispose();
    }

    private async Task TickAsync()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(control.Stopping.Own, _finishing.Token);
        try
        {
            while (true)
            {
                await Task.Delay(timing.Interval, timing.Time, ended.Token);
                await CommitAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // A task that does not return from its poll would not be asked for the last commit: make one now.
            await CommitAsync();
        }
    }

    // The policy for a commit that fails: what it held is committed with the next one.
    private async Task<bool> CommitAsync()
    {
        var abandoned = control.Abandoned.Own;
        await _one.WaitAsync(CancellationToken.None);
        try
        {
            abandoned.ThrowIfCancellationRequested();
            var offsets = pending.TakeCommittable();
            if (offsets.Offsets.Count > 0)
            {
                SourceEntryRules.Check(offsets.Offsets);
                using var timeout = new CancellationTokenSource(timing.Timeout, timing.Time);
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(abandoned, timeout.Token);
                await control.Lease.WaitAsync(deadline.Token);

                // The write ends before the wait for it does, however long the lease took: what was given up must not land later.
                timeout.CancelAfter(timing.Timeout);
                await store.WriteAsync(control.Id.Connector, offsets.Offsets, deadline.Token);
                pending.MarkCommitted(offsets);
                control.Counters.SetCommitted();
            }

            Interlocked.Exchange(ref _isTaskToBeTold, 1);
            return true;
        }
        catch (Exception error)
        {
            if (!abandoned.IsCancellationRequested)
            {
                var cause = control.Secrets.Hide(error is OperationCanceledException
                    ? new ConnectException($"The source offsets were not stored within 'offset.flush.timeout.ms', {timing.Timeout.TotalMilliseconds:F0} ms.", error)
                    : error);
                control.Counters.AddCommitFailure(cause);
                LogCommitFailed(cause, control.Id);
            }

            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task} could not commit its source offsets. They are committed with the next attempt; until then a restart would repeat records.")]
    private partial void LogCommitFailed(Exception error, TaskId task);
}
