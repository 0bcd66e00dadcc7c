using OrleansConnect.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Brings a connector, its plugin and its tasks into the wanted state. Runs again on every change, and each step does nothing where there is nothing to do. For use on the
/// connector grain's scheduler only.
/// </summary>
internal sealed class ConnectorReconciler(
    ConnectorMemory memory,
    ConnectorSupervisor plugin,
    TaskSupervisor tasks,
    SinkDivision partitions,
    TaskFencing fencing,
    ConnectorPlacement placement)
{
    // Unknown at first: a grain before this one may have died between storing a pause and telling its tasks.
    private bool? _isPaused;

    public async Task RunAsync(Action onChanged, CancellationToken cancellationToken)
    {
        await memory.SettleAsync();
        if (!memory.Exists || memory.Target == TargetState.Stopped)
        {
            await plugin.EnsureAsync(cancellationToken);
            onChanged();
            await StopTasksAsync();
            onChanged();
            return;
        }

        var places = await placement.AskAsync(memory.Config, tasks.Slots.Count);
        if (places.Connector is { Silo: null, Reason: var reason })
        {
            await plugin.UnassignAsync(reason);
        }
        else
        {
            await plugin.EnsureAsync(cancellationToken);
            onChanged();
            await RenewTaskConfigsAsync(cancellationToken);
            places = tasks.Slots.Count == places.Tasks.Count ? places : await placement.AskAsync(memory.Config, tasks.Slots.Count);
        }

        await EnsureTasksAsync(places, onChanged, cancellationToken);
    }

    private async Task EnsureTasksAsync(ConnectorPlaces places, Action onChanged, CancellationToken cancellationToken)
    {
        if (fencing.IsDue)
        {
            // What can be reached commits what it has, before it is kept from doing so.
            await tasks.StopOutdatedAsync();
            await fencing.EnsureAsync(cancellationToken);
        }

        var isPaused = memory.Target == TargetState.Paused;
        await tasks.EnsureAsync(places.Tasks, memory.Config, isPaused);
        if (isPaused != _isPaused)
        {
            await tasks.SetPausedAsync(isPaused);
            _isPaused = isPaused;
        }

        onChanged();
        if (memory.Tasks.Kind == ConnectorKind.Sink && tasks.Slots.Count > 0)
        {
            await partitions.AssignAsync(tasks, cancellationToken);
        }
    }

    private async Task StopTasksAsync()
    {
        await tasks.StopAllAsync();
        if (memory.Exists)
        {
            await placement.AskAsync(memory.Config, 0);
        }

        if (memory.Tasks.Configs.Count > 0)
        {
            await tasks.ReplaceAsync([], 0, memory.Tasks.Kind);
        }
    }

    // A connector that was created paused makes its tasks when it is resumed.
    private async Task RenewTaskConfigsAsync(CancellationToken cancellationToken)
    {
        if (!plugin.NeedsTaskConfigs || (memory.Target == TargetState.Paused && memory.Tasks.Configs.Count == 0))
        {
            return;
        }

        var version = memory.ConfigVersion;
        if (await plugin.MakeTaskConfigsAsync(cancellationToken) is not { } configs)
        {
            return;
        }

        if (version != memory.Tasks.ConfigVersion || !SameConfigs(configs, memory.Tasks.Configs))
        {
            await tasks.ReplaceAsync(configs, version, plugin.Kind);
        }
    }

    private static bool SameConfigs(List<Dictionary<string, string>> made, List<Dictionary<string, string>> stored) =>
        made.Count == stored.Count
        && made.Zip(stored).All(pair => pair.First.Count == pair.Second.Count
            && pair.First.All(entry => pair.Second.TryGetValue(entry.Key, out var value) && value == entry.Value));
}
