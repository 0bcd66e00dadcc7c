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

    public async Task RunAsync()
    {
        var stopping = control.Stopping.Own;
        await task.StartAsync(context, context.Settings, control.Stopping.Plugin);
        _isStarted = true;
        control.Counters.WaitsFor = null;
        control.State.SetStarted();
        commits.Start();
        while (!stopping.IsCancellationRequested)
        {
            var batch = await PollAsync(stopping);
            foreach (var part in commits.Divide(batch))
            {
                await commits.BeforePartAsync(stopping);
                await output.SendAsync(part.Records, stopping);
                await output.HandleFailuresAsync(stopping);
                var isCommitted = await commits.AfterPartAsync(part, stopping);
                await TellTaskAsync(isCommitted, control.Stopping.Plugin);
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
            await task.DisposeAsync();
        }
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

    // A task without data waits in its poll: that is when it counts as paused, and when Kafka may refuse what it had before.
    private async ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken stopping)
    {
        await control.Thread.SwitchAsync();
        control.Counters.WaitsFor = "poll";
        control.State.SetIdle(true);
        try
        {
            await control.State.Resumed.WaitAsync(stopping);
            await control.Thread.SwitchAsync();
            var polling = task.PollAsync(control.Stopping.Plugin);
            var batch = polling.IsCompleted ? await polling : await WaitForPollAsync(polling.AsTask());
            await control.State.Resumed.WaitAsync(stopping);
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
            control.State.SetIdle(false);
            control.Counters.WaitsFor = null;
        }
    }

    private async Task<IReadOnlyList<SourceRecord>> WaitForPollAsync(Task<IReadOnlyList<SourceRecord>> polling)
    {
        _polling = polling;
        while (!polling.IsCompleted)
        {
            await Task.WhenAny(polling, output.FirstFailure, commits.Fault);
            await output.HandleFailuresAsync(control.Stopping.Own);
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
        var delivered = commits.TakeDelivered();
        if (delivered.IsEmpty && !isCommitted)
        {
            return;
        }

        await control.Thread.SwitchAsync();
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
    }

    [LoggerMessage(LogLevel.Warning, "Task {Task} could not be polled and is polled again.")]
    private partial void LogPollFailed(Exception error, TaskId task);

    [LoggerMessage(LogLevel.Warning, "Task {Task} failed when it was told that its records are committed. They are; the task may not have told its source.")]
    private partial void LogCommitRefused(Exception error, TaskId task);
}
