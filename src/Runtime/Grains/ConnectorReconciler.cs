using System.Runtime.ExceptionServices;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// Brings a connector, its plugin and its tasks into the wanted state. Runs again on every change, and each step does nothing where there is nothing to do. For use on the
/// connector grain's scheduler only.
/// </summary>
internal sealed class ConnectorReconciler(
    ConnectorMemory memory,
    PluginWork plugin,
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
            await plugin.StopAsync(cancellationToken);
            onChanged();
            await StopTasksAsync();
            onChanged();
            return;
        }

        ExceptionDispatchInfo? fault = null;
        var version = memory.ConfigVersion;
        var places = await placement.AskAsync(memory.Config, tasks.Slots.Count);
        if (places.Connector is { Silo: null, Reason: var reason })
        {
            await plugin.UnassignAsync(reason);
        }
        else
        {
            fault = await AdvancePluginAsync(onChanged, cancellationToken);
            places = tasks.Slots.Count == places.Tasks.Count ? places : await placement.AskAsync(memory.Config, tasks.Slots.Count);
        }

        // Tasks do not suffer from a plugin that hangs or fails. But until it has made tasks of a new configuration, those of the old one start nothing and read nothing new.
        // A pause or resume that comes meanwhile is the next run's.
        var isPaused = memory.Target == TargetState.Paused;
        if ((plugin.IsUnderWay || fault is not null) && memory.Tasks.ConfigVersion != memory.ConfigVersion)
        {
            await SetPausedAsync(isPaused);
        }
        else
        {
            await EnsureTasksAsync(places, version, isPaused, onChanged, cancellationToken);
        }

        fault?.Throw();
    }

    /// <inheritdoc cref="PluginWork.GiveUpAsync"/>
    public Task GiveUpAsync() => plugin.GiveUpAsync();

    private async Task EnsureTasksAsync(ConnectorPlaces places, long version, bool isPaused, Action onChanged, CancellationToken cancellationToken)
    {
        if (fencing.IsDue)
        {
            // What can be reached commits what it has, before it is kept from doing so.
            await tasks.StopOutdatedAsync();
            await fencing.EnsureAsync(cancellationToken);
        }

        // A connector that was deleted or reconfigured meanwhile is the next run's: its configuration and the tasks that are stored do not belong together.
        if (version != memory.ConfigVersion || !memory.Exists)
        {
            return;
        }

        await tasks.EnsureAsync(places.Tasks, memory.Config, isPaused);
        await SetPausedAsync(isPaused);
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

    private async Task SetPausedAsync(bool isPaused)
    {
        if (isPaused != _isPaused)
        {
            await tasks.SetPausedAsync(isPaused);
            _isPaused = isPaused;
        }
    }

    // What fails is the pump's to repeat, when the tasks have got what they need.
    private async Task<ExceptionDispatchInfo?> AdvancePluginAsync(Action onChanged, CancellationToken cancellationToken)
    {
        try
        {
            var made = await plugin.AdvanceAsync(cancellationToken);
            onChanged();
            if (made is not null)
            {
                await RenewTasksAsync(made);
                plugin.SetInUse(made);
            }

            return null;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return ExceptionDispatchInfo.Capture(error);
        }
    }

    private Task RenewTasksAsync(MadeTaskConfigs made) =>
        made.ConfigVersion != memory.Tasks.ConfigVersion || !SameConfigs(made.Configs, memory.Tasks.Configs)
            ? tasks.ReplaceAsync(made.Configs, made.ConfigVersion, made.Kind)
            : Task.CompletedTask;

    private static bool SameConfigs(List<Dictionary<string, string>> made, List<Dictionary<string, string>> stored) =>
        made.Count == stored.Count
        && made.Zip(stored).All(pair => pair.First.Count == pair.Second.Count
            && pair.First.All(entry => pair.Second.TryGetValue(entry.Key, out var value) && value == entry.Value));
}
