using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// Exactly once: records and their offsets in one transaction, which ends after each poll, after an interval or where the connector says. An interval ends beside the runner's loop,
/// so that a poll that waits holds up nobody who reads; never in the middle of a batch.
/// </summary>
internal sealed partial class TransactionCommits(
    TaskControl control, PendingRecords pending, SourceOutput output, SourceTransaction transaction, TransactionBoundary boundary, CommitsSettings settings)
    : ICommitStrategy, IDisposable
{
    private readonly CommittedDeliveries _delivered = new();
    private readonly SemaphoreSlim _parts = new(1);
    private readonly CancellationTokenSource _finishing = new();
    private readonly TaskCompletionSource _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _ticking = Task.CompletedTask;
    private bool _isInPart;
    private int _isTaskToBeTold;

    public Task Fault => _fault.Task;

    public void Start()
    {
        if (boundary.Interval is { } interval)
        {
            _ticking = Task.Run(() => TickAsync(interval));
        }
    }

    public IReadOnlyList<BatchPart> Divide(IReadOnlyList<SourceRecord> batch) => boundary.Requests?.Divide(batch) ?? [new(batch, TransactionEnd.None)];

    public async ValueTask BeforePartAsync(CancellationToken cancellationToken)
    {
        await _parts.WaitAsync(cancellationToken);
        _isInPart = true;
    }

    public async ValueTask<bool> AfterPartAsync(BatchPart part, CancellationToken cancellationToken)
    {
        if (boundary.EndAfter(part) is not TransactionEnd.None and var end)
        {
            control.Counters.WaitsFor = "kafka";
            await EndAsync(end);
            control.Counters.WaitsFor = null;
        }

        await ThrowFaultAsync();
        _isInPart = false;
        _parts.Release();
        return Interlocked.Exchange(ref _isTaskToBeTold, 0) != 0;
    }

    // Readers would wait behind a transaction that stays open, and Kafka abort it in the end. What the connector has not ended is left to it.
    public async ValueTask<bool> PauseAsync()
    {
        if (boundary.Requests is null)
        {
            await _parts.WaitAsync(control.Stopping.Own);
            await EndPartAsync();
            await ThrowFaultAsync();
        }

        return Interlocked.Exchange(ref _isTaskToBeTold, 0) != 0;
    }

    public ReadOnlyMemory<DeliveredRecord> TakeDelivered() => _delivered.Take();

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await _finishing.CancelAsync();
        await _ticking;
        await new FlushLimit(control, pending, settings.Timing, settings.Logger).WaitAsync(cancellationToken);
    }

    // A part that did not arrive as a whole, what a task had when it failed, and what a connector has not asked to commit, must never be seen.
    public async ValueTask<bool> FinishAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_isInPart && boundary.Requests is null && !_fault.Task.IsCompleted && !control.State.IsFailed)
            {
                await EndAsync(TransactionEnd.Commit);
                return true;
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogCommitFailed(settings.Logger, control.Secrets.Hide(error), control.Id);
        }

        await GiveUpAsync(cancellationToken);
        return false;
    }

    public void Dispose()
    {
        _finishing.Dispose();
        _parts.Dispose();
    }

    private async Task TickAsync(TimeSpan interval)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(control.Stopping.Own, _finishing.Token);
        try
        {
            while (true)
            {
                await Task.Delay(interval, settings.Timing.Time, ended.Token);
                await _parts.WaitAsync(ended.Token);
                await EndPartAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // A task that does not return from its poll would not be asked for the last commit: make one now.
            if (_parts.Wait(0, CancellationToken.None))
            {
                await EndPartAsync();
            }
        }
    }

    // The policy for a transaction that could not be ended beside the loop: the loop ends the task.
    private async Task EndPartAsync()
    {
        try
        {
            if (!control.State.IsFailed)
            {
                await EndAsync(TransactionEnd.Commit);
            }
        }
        catch (Exception error)
        {
            _fault.TrySetException(error);
        }
        finally
        {
            _parts.Release();
        }
    }

    private Task ThrowFaultAsync() => _fault.Task.IsFaulted ? _fault.Task : Task.CompletedTask;

    private async Task EndAsync(TransactionEnd end)
    {
        await ThrowFaultAsync();
        var abandoned = control.Abandoned.Own;
        await output.HandleFailuresAsync(abandoned);
        await WaitForAnswersAsync();
        await output.HandleFailuresAsync(abandoned);
        if (end == TransactionEnd.Abort)
        {
            await transaction.AbortAsync(abandoned);
        }

        // After an abort the offsets go into a transaction of their own: what was thrown away is not read again.
        await CommitAsync(abandoned);
    }

    // Once one was refused, Kafka is not asked for the others.
    private async Task WaitForAnswersAsync() => await await Task.WhenAny(pending.WaitForAnswersAsync(control.Answers), pending.FirstFailure);

    private async Task CommitAsync(CancellationToken abandoned)
    {
        var offsets = pending.TakeCommittable();
        if (offsets.Offsets.Count > 0 || transaction.IsOpen)
        {
            SourceEntryRules.Check(offsets.Offsets);
            await control.Lease.WaitAsync(abandoned);
            try
            {
                await transaction.WriteAsync(offsets.Offsets, abandoned);
                await output.HandleFailuresAsync(abandoned);
                await transaction.CommitAsync(offsets.Offsets, abandoned);
            }
            catch (Exception) when (!abandoned.IsCancellationRequested)
            {
                control.Counters.AddCommitFailure();
                throw;
            }

            pending.MarkCommitted(offsets);
            control.Counters.SetCommitted();
        }

        _delivered.Add(pending.TakeDelivered());
        Interlocked.Exchange(ref _isTaskToBeTold, 1);
    }

    // Readers of committed records wait behind an open transaction until Kafka aborts it after its timeout; a fenced one was aborted already.
    private async Task GiveUpAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(settings.Timing.Timeout, settings.Timing.Time);
        using var given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await transaction.AbortAsync(given.Token);
        }
        catch (Exception error)
        {
            LogAbortFailed(settings.Logger, error, control.Id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task} could not commit its last transaction; its next start repeats those records.")]
    private static partial void LogCommitFailed(ILogger logger, Exception error, TaskId task);

    [LoggerMessage(LogLevel.Debug, "Task {Task} could not abort its last transaction; Kafka aborts it when the task starts again, or when its time is over.")]
    private static partial void LogAbortFailed(ILogger logger, Exception error, TaskId task);
}
