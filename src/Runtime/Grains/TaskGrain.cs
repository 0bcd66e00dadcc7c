using Microsoft.Extensions.Logging;
using Orleans.Placement;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Hosting;
using OrleansConnect.Runtime.Placement;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Holds the runner of one task on its silo. Remembers nothing: its connector grain knows what it is to run, and calls again after a failure.</summary>
[AssignedPlacement, KeepAlive, Immovable]
internal sealed partial class TaskGrain(ITaskRunnerFactory runners, WorkerIdentity worker, WorkerConfig config, TimeProvider time, ILogger<TaskGrain> logger)
    : Grain, ITaskGrain
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private RunningTask? _running;
    private IGrainTimer? _look;

    private TaskId Id => TaskId.Parse(this.GetPrimaryKeyString());

    public async Task<TaskStarted> Start(TaskSpec spec, bool isPaused)
    {
        if (_running is { } running)
        {
            if (running.Generation >= spec.Generation)
            {
                running.SetPaused(isPaused);
                return new(running.Report, running.Partitions);
            }

            await StopRunning();
        }

        var connector = GrainFactory.GetGrain<IConnectorControl>(spec.Id.Connector);
        var started = new RunningTask(spec, worker.WorkerId, runners, report => connector.OnTaskReport(report));
        _running = started;
        started.SetPaused(isPaused);
        started.Start();
        _look ??= this.RegisterGrainTimer(Look, new GrainTimerCreationOptions { DueTime = LookInterval, Period = LookInterval, Interleave = true });
        LogTaskStarted(spec.Id, worker.WorkerId, spec.Generation);
        return new(started.Report, started.Partitions);
    }

    public async Task Assign(long generation, IReadOnlyList<SinkPartition> partitions)
    {
        if (_running is { } running && running.Generation == generation)
        {
            await running.AssignAsync(partitions);
        }
    }

    public Task SetPaused(long generation, bool isPaused)
    {
        if (_running is { } running && running.Generation == generation)
        {
            running.SetPaused(isPaused);
        }

        return Task.CompletedTask;
    }

    public async Task Stop()
    {
        await StopRunning();
        DeactivateOnIdle();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => await StopRunning();

    private Task Look(CancellationToken cancellationToken) => _running?.DeliverAsync() ?? Task.CompletedTask;

    private async Task StopRunning()
    {
        if (_running is not { } running)
        {
            return;
        }

        _running = null;
        using var deadline = new CancellationTokenSource(config.TaskShutdownTimeout, time);
        await running.StopAsync(deadline.Token);
        if (deadline.IsCancellationRequested)
        {
            LogTaskAbandoned(Id, config.TaskShutdownTimeout.TotalMilliseconds);
        }
        else
        {
            LogTaskStopped(Id);
        }

        await running.DisposeAsync();
    }

    [LoggerMessage(LogLevel.Information, "Task {Task} started on worker {Worker}, generation {Generation}.")]
    private partial void LogTaskStarted(TaskId task, string worker, long generation);

    [LoggerMessage(LogLevel.Information, "Task {Task} stopped.")]
    private partial void LogTaskStopped(TaskId task);

    [LoggerMessage(LogLevel.Warning,
        "Task {Task} did not stop within {ElapsedMs} ms and was abandoned; it commits nothing any more. Raise 'task.shutdown.graceful.timeout.ms' if it needs longer.")]
    private partial void LogTaskAbandoned(TaskId task, double elapsedMs);
}
