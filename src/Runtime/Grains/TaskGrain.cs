using Microsoft.Extensions.Logging;
using Orleans.Placement;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Placement;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Holds the runner of one task on its silo. Remembers nothing: its connector grain knows what it is to run, and calls again after a failure.</summary>
[AssignedPlacement, KeepAlive, Immovable]
internal sealed partial class TaskGrain(ITaskRunnerFactory runners, TaskGrainServices services, ILogger<TaskGrain> logger) : Grain, ITaskGrain
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private RunningTask? _running;
    private Task _stopping = Task.CompletedTask;
    private IGrainTimer? _look;

    private TaskId Id => TaskId.Parse(this.GetPrimaryKeyString());

    public Task<TaskStarted?> Find(long generation) => Task.FromResult(_running is { } running && running.Generation >= generation ? Describe(running) : null);

    public async Task<TaskStarted?> Start(TaskSpec spec, bool isPaused, SiloAddress silo)
    {
        if (!silo.Equals(services.Silo.SiloAddress))
        {
            await StopRunning();
            MigrateOnIdle();
            return null;
        }

        if (_running is { } running)
        {
            if (running.Generation >= spec.Generation)
            {
                running.SetPaused(isPaused);
                return Describe(running);
            }

            await StopRunning();
        }

        // An assignment that is late may not start beside the flush of the one before.
        await _stopping;
        var connector = GrainFactory.GetGrain<IConnectorControl>(spec.Id.Connector);
        var started = new RunningTask(spec, services.Worker.WorkerId, runners, report => connector.OnTaskReport(report), services.Time);
        _running = started;
        services.Running.Add(spec.Id, started);
        started.SetPaused(isPaused);
        started.Start();
        _look ??= this.RegisterGrainTimer(Look, new GrainTimerCreationOptions { DueTime = LookInterval, Period = LookInterval, Interleave = true });
        LogTaskStarted(spec.Id, services.Worker.WorkerId, spec.Generation);
        return Describe(started);
    }

    public async Task<bool> Assign(long generation, SinkPartitions assigned)
    {
        if (_running is { } running && running.Generation == generation)
        {
            await running.AssignAsync(assigned);
            return true;
        }

        return false;
    }

    public Task SetPaused(long generation, bool isPaused)
    {
        if (_running is { } running && running.Generation == generation)
        {
            running.SetPaused(isPaused);
        }

        return Task.CompletedTask;
    }

    public Task Stop() => StopRunning();

    public async Task Retire()
    {
        await StopRunning();
        DeactivateOnIdle();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (reason.ReasonCode == DeactivationReasonCode.ShuttingDown)
        {
            // The silo calls nobody any more, and whoever takes over does not ask.
            _running?.Silence();
        }

        await StopRunning();
    }

    private TaskStarted Describe(RunningTask running) => new(running.Report, running.Partitions, services.Silo.SiloAddress);

    // A connector that was deleted or changed while its silo died may have left this runner behind. A connector that does not answer must not hold up a silo that stops.
    private async Task Look(CancellationToken cancellationToken)
    {
        if (_running?.TakeHung() is { } hung)
        {
            LogTaskHangs(Id, hung.Text);
        }

        if (_running is { } running && !await running.DeliverAsync().WaitAsync(cancellationToken) && running == _running)
        {
            LogTaskUnwanted(Id, running.Generation);
            await Retire();
        }
    }

    // Whoever asks while it is being stopped waits for the same end.
    private Task StopRunning()
    {
        if (_running is { } running)
        {
            _running = null;
            _stopping = StopAsync(running);
        }

        return _stopping;
    }

    private async Task StopAsync(RunningTask running)
    {
        using var deadline = new CancellationTokenSource(services.Config.TaskShutdownTimeout, services.Time);
        await running.StopAsync(deadline.Token);
        if (deadline.IsCancellationRequested)
        {
            var call = running.Call;
            LogTaskAbandoned(Id, services.Config.TaskShutdownTimeout.TotalMilliseconds, call?.Text ?? "");
            if (call is not null)
            {
                var text = call.LeftBehindText($"Task '{Id}'", services.Worker.WorkerId);
                var left = new LeftBehindTask(services.Silo.SiloAddress, Id.Task, running.Generation, text, HasEnded: false);
                _ = TellOfAbandonedAsync(GrainFactory.GetGrain<IConnectorControl>(Id.Connector), left, running.Ended);
            }
        }
        else
        {
            LogTaskStopped(Id);
        }

        await running.DisposeAsync();
        services.Running.Remove(Id);
    }

    // Off the grain's scheduler: the grain may be gone long before the plugin's call returns. What is not heard is in the log.
    private static Task TellOfAbandonedAsync(IConnectorControl connector, LeftBehindTask task, Task ended) => Task.Run(async () =>
    {
        connector.OnLeftBehind(task).Ignore();
        await ended;
        connector.OnLeftBehind(task with { HasEnded = true }).Ignore();
    });

    [LoggerMessage(LogLevel.Information, "Task {Task} started on worker {Worker}, generation {Generation}.")]
    private partial void LogTaskStarted(TaskId task, string worker, long generation);

    [LoggerMessage(LogLevel.Information, "Task {Task} of generation {Generation} is not wanted any more.")]
    private partial void LogTaskUnwanted(TaskId task, long generation);

    [LoggerMessage(LogLevel.Information, "Task {Task} stopped.")]
    private partial void LogTaskStopped(TaskId task);

    [LoggerMessage(LogLevel.Warning,
        "Task {Task} did not stop within {ElapsedMs} ms and was abandoned; it commits nothing any more. Raise 'task.shutdown.graceful.timeout.ms' if it needs longer. {Call}")]
    private partial void LogTaskAbandoned(TaskId task, double elapsedMs, string call);

    [LoggerMessage(LogLevel.Warning, "Task {Task} waits for its plugin. {Call} A thread dump of this worker (dotnet-stack) shows what it does; the task can be restarted, and its connector stopped and deleted, meanwhile.")]
    private partial void LogTaskHangs(TaskId task, string call);
}
