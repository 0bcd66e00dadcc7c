using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Keeps the failures of tasks, and restarts those whose connector asks for that. For use on the connector grain's scheduler only.</summary>
/// <param name="restarts">Which are due.</param>
/// <param name="memory">Where failures are kept.</param>
/// <param name="tasks">The tasks.</param>
/// <param name="signal">Has the grain's pump run.</param>
/// <param name="schedule">Has <see cref="RestartDueAsync"/> called once after that time, or never; in the place of what was scheduled before.</param>
/// <param name="logger">The grain's log.</param>
internal sealed partial class FailedTasks(
    TaskRestarts restarts, ConnectorMemory memory, TaskSupervisor tasks, Action signal, Action<TimeSpan?> schedule, ILogger logger)
{
    /// <summary>How often in a row a task was restarted.</summary>
    public int AttemptsOf(int task) => restarts.AttemptsOf(task);

    /// <summary>A task has failed: that is stored, and it may be restarted. What it reads is free when it has closed, which the grain's pump waits for.</summary>
    public async Task AddAsync(TaskSlot slot, TaskReport report)
    {
        restarts.Plan(report);
        slot.Status = slot.Status with { RestartAttempts = restarts.AttemptsOf(slot.Index) };
        if (slot.StartedGeneration != slot.Generation)
        {
            // Its start was never answered, so that it was given nothing, and the runner before it was stopped first.
            slot.Release();
        }

        try
        {
            await memory.SaveTaskFailureAsync(slot.Index, slot.Generation, slot.Status);
        }
        catch (ConnectRequestException cause)
        {
            // It counts all the same, and is stored with the next run of the pump.
            LogNotStored(cause, tasks.Connector, slot.Index);
        }

        PlanRestart();
        signal();
    }

    /// <summary>Somebody restarts these tasks: they start anew, and their attempts count from the beginning.</summary>
    public async Task RenewAsync(IReadOnlyCollection<int> restarted)
    {
        var forgotten = restarts.Forget(restarted);
        try
        {
            await tasks.RenewAsync(restarted);
        }
        catch
        {
            restarts.Remember(forgotten);

            // The restart itself may have been stored.
            signal();
            throw;
        }
    }

    /// <summary>To be called when failures, or the wanted state, are others than before.</summary>
    public void PlanRestart() => schedule(memory.Target == TargetState.Running ? restarts.DueIn : null);

    /// <summary>Restarts what is due. While the connector is paused or stopped, it waits.</summary>
    public async Task RestartDueAsync()
    {
        if (memory.Target == TargetState.Running && restarts.Due is { Count: > 0 } due)
        {
            LogRestarting(tasks.Connector, string.Join(", ", due));
            restarts.Take(due);
            try
            {
                await tasks.RenewAsync(due);
            }
            catch (ConnectRequestException cause)
            {
                restarts.GiveBack(due);
                LogRestartFailed(cause, tasks.Connector);
            }

            signal();
        }

        PlanRestart();
    }

    [LoggerMessage(LogLevel.Warning, "Connector {Connector} could not store that task {Task} has failed; it tries again.")]
    private partial void LogNotStored(Exception error, string connector, int task);

    [LoggerMessage(LogLevel.Information, "Connector {Connector} restarts its failed tasks {Task}, as errors.restart.max.attempts asks.")]
    private partial void LogRestarting(string connector, string task);

    [LoggerMessage(LogLevel.Warning, "Connector {Connector} could not restart its failed tasks; it tries again.")]
    private partial void LogRestartFailed(Exception error, string connector);
}
