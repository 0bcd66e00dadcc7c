using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Moves the records of a source task into Kafka.</summary>
internal sealed partial class SourceTaskRunner(
    TaskControl control, SourceTask task, ISourceTaskContext context, SourceOutput output, ICommitStrategy commits, ILogger logger) : ITaskLoop
{
    private readonly Backoff _backoff = new(context.Time);
    private Task _polling = Task.CompletedTask;
    private bool _isStarted;

    // While a poll waits the task cannot be told.
    private bool _isToldLater;

    public async Task RunAsync()
    {
        var stopping = control.Stopping.Own;
        control.Enter(nameof(SourceTask.StartAsync), task.GetType());
        await task.StartAsync(context, context.Settings, control.Stopping.Plugin);
        _isStarted = true;
        control.Leave();
        control.Counters.WaitsFor = null;
        control.State.SetStarted();
        commits.Start();
        while (!stopping.IsCancellationRequested)
        {
            foreach (var part in commits.Divide(await NextAsync(stopping)))
            {
                await SendAsync(part, control.Sending);
            }
        }
    }

    public async Task CloseAsync()
    {
        await EndPollAsync();
        try
        {
            if (_isStarted)
            {
                await FinishAsync();
            }
        }
        finally
        {
            await control.Thread.SwitchAsync();
            control.Counters.WaitsFor = "stop";
            await task.DisposeAsync();
        }
    }

    // What was polled when a stop comes is sent all the same: its source may not give it again.
    private async ValueTask SendAsync(BatchPart part, CancellationToken sending)
    {
        await commits.BeforePartAsync(sending);
        await output.SendAsync(part.Records, sending);
        await output.HandleFailuresAsync(sending);
        var isCommitted = await commits.AfterPartAsync(part, sending);
        await TellTaskAsync(isCommitted, control.Stopping.IsSet ? control.Abandoned.Plugin : control.Stopping.Plugin);
    }

    // Records that failed are reported before the last commit, which may then cover them; where they are not tolerated, the rest is committed all the same.
    private async Task FinishAsync()
    {
        await commits.FlushAsync(control.Abandoned.Own);
        try
        {
            await output.HandleFailuresAsync(control.Abandoned.Own);
        }
        finally
        {
            var isCommitted = await commits.FinishAsync(control.Abandoned.Own);
            await TellTaskAsync(isCommitted, control.Abandoned.Plugin);
        }
    }

    // A task without data waits in its poll: that is when it counts as paused.
    private async ValueTask<IReadOnlyList<SourceRecord>> NextAsync(CancellationToken stopping)
    {
        control.State.SetIdle(true);
        try
        {
            await RestAsync(stopping);
            var batch = await PollAsync(stopping);
            await HoldAsync(batch, stopping);
            return batch;
        }
        finally
        {
            control.State.SetIdle(false);
        }
    }

    // What a poll brings while the task is paused waits for the end of the pause, or for the task's.
    private async ValueTask HoldAsync(IReadOnlyList<SourceRecord> batch, CancellationToken stopping)
    {
        try
        {
            await RestAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && batch.Count > 0)
        {
            // It is sent now.
        }
    }

    private ValueTask RestAsync(CancellationToken stopping) => control.State.IsPaused ? RestUntilResumedAsync(stopping) : ValueTask.CompletedTask;

    private async ValueTask RestUntilResumedAsync(CancellationToken stopping)
    {
        control.Counters.WaitsFor = "kafka";
        var isCommitted = await commits.PauseAsync();
        control.Counters.WaitsFor = null;
        await TellTaskAsync(isCommitted, control.Stopping.Plugin);
        await control.State.Resumed.WaitAsync(stopping);
    }

    // While a poll waits, Kafka may refuse what the task had before.
    private async ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken stopping)
    {
        await control.Thread.SwitchAsync();
        control.Counters.WaitsFor = "poll";
        try
        {
            var polling = task.PollAsync(control.Stopping.Plugin);
            var batch = polling.IsCompleted ? await polling : await WaitForPollAsync(polling.AsTask());
            _backoff.Reset();
            control.Counters.Errors.AddRead(batch?.Count ?? 0);
            return batch ?? [];
        }
        catch (RetriableException error)
        {
            LogPollFailed(control.Secrets.Hide(error), control.Id);
            var now = context.Time.GetUtcNow();
            control.Counters.Errors.AddFailure(ErrorStage.TaskPoll, task.GetType().FullName ?? "", error, now);
            control.Counters.Errors.AddRetry();
            var pause = _backoff.Take();
            using (control.Counters.Errors.Retrying(now + pause))
            {
                await Task.Delay(pause, context.Time, stopping);
            }

            return [];
        }
        finally
        {
            control.Counters.WaitsFor = null;
        }
    }

    private async Task<IReadOnlyList<SourceRecord>> WaitForPollAsync(Task<IReadOnlyList<SourceRecord>> polling)
    {
        _polling = polling;
        var wasPaused = false;
        while (!polling.IsCompleted)
        {
            await Task.WhenAny(polling, output.FirstFailure, commits.Fault, wasPaused ? control.State.Resumed : control.State.Paused);
            await output.HandleFailuresAsync(control.Sending);
            if (control.State.IsPaused && !wasPaused)
            {
                _isToldLater |= await commits.PauseAsync();
            }

            wasPaused = control.State.IsPaused;
            if (commits.Fault.IsFaulted)
            {
                await commits.Fault;
            }
        }

        return await polling;
    }

    // Two calls into a task never run at the same time: a failed loop ends its poll before it closes the task.
    private async Task EndPollAsync()
    {
        if (!_polling.IsCompleted)
        {
            _ = control.Stopping.SetPluginAsync();
            await _polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The policy for a task's own bookkeeping: what it throws is logged, the records are safe without it.
    private async ValueTask TellTaskAsync(bool isCommitted, CancellationToken cancellationToken)
    {
        (isCommitted, _isToldLater) = (isCommitted || _isToldLater, false);
        var delivered = commits.TakeDelivered();
        if (delivered.IsEmpty && !isCommitted)
        {
            return;
        }

        await control.Thread.SwitchAsync();
        control.Counters.WaitsFor = "commit";
        try
        {
            if (!delivered.IsEmpty)
            {
                await task.CommitRecordsAsync(delivered, cancellationToken);
            }

            if (isCommitted)
            {
                await task.CommitAsync(cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogCommitRefused(control.Secrets.Hide(error), control.Id);
        }
        finally
        {
            control.Counters.WaitsFor = null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task} could not be polled and is polled again.")]
    private partial void LogPollFailed(Exception error, TaskId task);

    [LoggerMessage(LogLevel.Warning, "Task {Task} failed when it was told that its records are committed. They are; the task may not have told its source.")]
    private partial void LogCommitRefused(Exception error, TaskId task);
}
