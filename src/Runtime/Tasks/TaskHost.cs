using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// Starts a task's loop on a thread of its own, and stops it, or leaves it behind when it does not stop: whatever plugin code does, the members of this class return. A loop that
/// was left behind can neither report nor commit.
/// </summary>
internal sealed partial class TaskHost : ITaskRunner
{
    private readonly TaskSpec _spec;
    private readonly Func<TaskControl, TaskResources, Task<ITaskLoop>> _open;
    private readonly StallWatch _stall;
    private readonly ILogger _logger;
    private readonly TaskCounters _counters;
    private readonly TaskState _state;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskControl? _control;

    /// <param name="spec">The task.</param>
    /// <param name="observer">Hears what becomes of it.</param>
    /// <param name="open">Makes its loop, on its thread.</param>
    /// <param name="stall">Tells when it moves nothing.</param>
    /// <param name="counters">Counts what it moves.</param>
    /// <param name="logger">The log.</param>
    public TaskHost(
        TaskSpec spec, ITaskObserver observer, Func<TaskControl, TaskResources, Task<ITaskLoop>> open, StallWatch stall, TaskCounters counters, ILogger logger)
    {
        (_spec, _open, _stall, _counters, _logger) = (spec, open, stall, counters, logger);
        _state = new(observer);
    }

    public TaskProgress Progress
    {
        get
        {
            var progress = _counters.Take();
            if (_ended.Task.IsCompleted)
            {
                return progress;
            }

            var (stalled, waits) = (_stall.Look(progress, _state.IsPaused), _stall.WaitsSince(progress, _counters.WaitsSince));
            return stalled is null && waits is null ? progress : progress with { StalledSince = stalled, WaitsSince = waits };
        }
    }

    public string? Version => _control?.Version;

    public OpenCall? Call => _ended.Task.IsCompleted ? null : _control?.Call;

    public Task Ended => _ended.Task;

    public void Start()
    {
        var thread = new TaskThread($"task {_spec.Id}");
        var control = new TaskControl(_spec.Id, _state, _counters, thread);
        thread.Post(() => _ = RunAsync(control));
        _control = control;
    }

    public void SetPaused(bool isPaused)
    {
        _state.SetPaused(isPaused);
        _control?.Wake.Wake();
    }

    public Task AssignAsync(IReadOnlyCollection<TopicPartition> partitions, long generation, CancellationToken cancellationToken)
    {
        if (_spec.Kind == ConnectorKind.Source || _control is not { } control)
        {
            return Task.CompletedTask;
        }

        var done = control.Assignments.PostAsync(partitions, generation);
        control.Wake.Wake();
        return done.WaitAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_control is { } control)
        {
            var signalled = control.Stopping.SetAsync();
            control.Wake.Wake();
            if (!await EndsAsync(cancellationToken))
            {
                Abandon(control);
            }

            Forget(signalled);
        }

        _state.SetEnded();
    }

    public async ValueTask DisposeAsync()
    {
        using var immediately = new CancellationTokenSource();
        await immediately.CancelAsync();
        await StopAsync(immediately.Token);
    }

    private void Abandon(TaskControl control)
    {
        _state.SetEnded();
        Forget(control.Abandoned.SetAsync());
        control.Assignments.Close();
    }

    // What plugins registered may throw or never end; the loop itself does not depend on it.
    private static void Forget(Task signalled) =>
        _ = signalled.ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task<bool> EndsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _ended.Task.WaitAsync(cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return _ended.Task.IsCompleted;
        }
    }

    private async Task RunAsync(TaskControl control)
    {
        try
        {
            await using var resources = new TaskResources(LogCloseFailed);
            try
            {
                await RunAsync(control, resources);
            }
            finally
            {
                // All is flushed and committed: another runner may start while clients close, which can take them seconds.
                control.Assignments.Close();
                _counters.WaitsFor = null;
                _ended.TrySetResult();
            }
        }
        finally
        {
            control.Thread.Dispose();
        }
    }

    private async Task RunAsync(TaskControl control, TaskResources resources)
    {
        ITaskLoop? loop = null;
        try
        {
            _counters.WaitsFor = "start";
            loop = await _open(control, resources);
            await control.Thread.SwitchAsync();
            await loop.RunAsync();
        }
        catch (Exception error)
        {
            Fail(control, error);
        }

        if (loop is not null)
        {
            using var limit = _state.IsFailed && _spec.Kind == ConnectorKind.Sink ? LimitClosing(control) : null;
            await CloseAsync(control, loop);
        }
    }

    // Others wait for the partitions of a sink task until it has flushed and committed, and nobody stops one that has failed.
    private CancellationTokenSource LimitClosing(TaskControl control)
    {
        var (timeout, time) = control.CloseLimit;
        var limit = new CancellationTokenSource(timeout, time);
        limit.Token.Register(() =>
        {
            Abandon(control);
            LogAbandoned(_spec.Id, timeout.TotalMilliseconds);
        });
        return limit;
    }

    // The policy for plugin code of any kind: the task fails, is logged once, and nobody else notices.
    private void Fail(TaskControl control, Exception cause)
    {
        var error = control.Secrets.Hide(cause);
        if (!control.Stopping.IsSet)
        {
            if (_state.SetFailed(error))
            {
                LogFailed(error, _spec.Id);
            }
        }
        else if (cause is not OperationCanceledException)
        {
            LogFailedWhileStopping(error, _spec.Id);
        }
    }

    private async Task CloseAsync(TaskControl control, ITaskLoop loop)
    {
        try
        {
            await control.Thread.SwitchAsync();
            await loop.CloseAsync();
        }
        catch (Exception error)
        {
            LogCloseFailed(control.Secrets.Hide(error));
        }
    }

    private void LogCloseFailed(Exception error)
    {
        if (error is not OperationCanceledException)
        {
            LogCloseFailed(error, _spec.Id);
        }
    }

    [LoggerMessage(LogLevel.Error, "Task {Task} failed. It stays so until it is restarted.")]
    private partial void LogFailed(Exception error, TaskId task);

    [LoggerMessage(LogLevel.Warning,
        "Task {Task} failed, did not close within {ElapsedMs} ms and was abandoned; it commits nothing any more. Raise 'task.shutdown.graceful.timeout.ms' if it needs longer.")]
    private partial void LogAbandoned(TaskId task, double elapsedMs);

    [LoggerMessage(LogLevel.Warning, "Task {Task} failed while it was being stopped.")]
    private partial void LogFailedWhileStopping(Exception error, TaskId task);

    [LoggerMessage(LogLevel.Warning, "Task {Task} could not close everything; what it left open ends with this process.")]
    private partial void LogCloseFailed(Exception error, TaskId task);
}
