using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// A user's restarts of a connector and its tasks. They change things one at a time with all other commands, and wait for the plugin without being in anybody's way. For use on the
/// connector grain's scheduler only.
/// </summary>
internal sealed class RestartCommands(
    ConnectorMemory memory, ConnectorSupervisor plugin, TaskSupervisor tasks, FailedTasks failedTasks, ConnectorGrainLink grain)
{
    /// <summary>Restarts the connector, its tasks, or what of them has failed; answers with what is affected.</summary>
    public async Task<ConnectorStatus> RestartAsync(bool includeTasks, bool onlyFailed, Func<ConnectorStatus> status, CancellationToken cancellationToken)
    {
        RequireExists();
        if (memory.Target == TargetState.Stopped)
        {
            return status();
        }

        var (affected, started) = await grain.Writes.PassAsync(async () =>
        {
            RequireExists();
            var plan = RestartPlan.Of(includeTasks, onlyFailed, plugin.Status.State, tasks.Slots.Select(slot => (slot.Index, slot.Status.State)));
            await failedTasks.RenewAsync(plan.Tasks);
            var started = plan.Connector && memory.Target != TargetState.Stopped ? plugin.RequestRestart() : Task.FromResult(true);
            var affected = status();
            grain.Pump.Signal();
            return (affected, started);
        });
        if (!includeTasks && !onlyFailed && !await started.WaitAsync(cancellationToken))
        {
            throw new ConnectRequestException(RequestErrorKind.Internal, $"Failed to start connector: {tasks.Connector}");
        }

        return affected;
    }

    /// <summary>Restarts one task.</summary>
    public async Task RestartTaskAsync(int task)
    {
        RequireTask(task);
        await grain.Writes.PassAsync(async () =>
        {
            RequireTask(task);
            await failedTasks.RenewAsync([task]);
            grain.Pump.Signal();
            return true;
        });
    }

    private void RequireExists() => _ = memory.Exists ? true : throw ConnectRequestException.NotFound($"Unknown connector: {tasks.Connector}");

    private void RequireTask(int task)
    {
        RequireExists();
        _ = tasks.Find(task) ?? throw ConnectRequestException.NotFound($"Unknown task: {tasks.Connector}-{task}");
    }
}
