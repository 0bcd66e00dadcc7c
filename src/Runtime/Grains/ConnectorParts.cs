using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What a connector grain is made of, besides what it remembers.</summary>
internal sealed record ConnectorParts(ConnectorSupervisor Plugin, TaskSupervisor Tasks, ConnectorReconciler Reconciler, FailedTasks FailedTasks, OffsetsSupervisor Offsets)
{
    // Whoever looks at a connector that does not come on is to see why, however patient the worker is with tasks.
    private static readonly TimeSpan HungAfterMax = TimeSpan.FromSeconds(10);

    public required ConnectorTroubles Troubles { get; init; }

    public required RestartCommands Restarts { get; init; }

    public required ConfigCommands Configs { get; init; }

    /// <summary>The parts of one grain.</summary>
    /// <param name="name">The connector's name.</param>
    /// <param name="cluster">Knows its place.</param>
    /// <param name="memory">What is kept of the connector.</param>
    /// <param name="services">What all connector grains share.</param>
    /// <param name="grain">How the parts reach their grain.</param>
    /// <param name="logger">The grain's log.</param>
    public static ConnectorParts Of(
        string name, IConnectClusterControl cluster, ConnectorMemory memory, ConnectorServices services, ConnectorGrainLink grain, ILogger logger)
    {
        var placement = new ConnectorPlacement(name, cluster);
        var calls = CallsOf(name, services, grain, logger);
        var plugin = PluginOf(name, memory, services, grain, calls, logger);
        var tasks = new TaskSupervisor(name, memory, grain.Factory, services.Membership, services.Time, grain.Pump.Signal);
        var fencing = new TaskFencing(name, memory, services.Fence, services.Config.IsExactlyOnceEnabled);
        var failedTasks = new FailedTasks(new(memory, services.Time), memory, tasks, grain.Pump.Signal, grain.ScheduleRestart, logger);
        var work = new PluginWork(memory, plugin, services.Time, grain.Pump.Signal);
        return new(
            plugin,
            tasks,
            new(memory, work, tasks, DivisionOf(memory, plugin, services, grain), fencing, placement),
            failedTasks,
            new(name, memory, tasks, fencing, services, grain))
        {
            Troubles = TroublesOf(name, services, calls),
            Restarts = new(memory, plugin, tasks, failedTasks, grain),
            Configs = new(memory, plugin, placement, grain, services.LocalSilo, logger),
        };
    }

    private static ConnectorCalls CallsOf(string name, ConnectorServices services, ConnectorGrainLink grain, ILogger logger)
    {
        var stalledAfter = services.Config.TaskStalledAfter;
        return new(name, stalledAfter < HungAfterMax ? stalledAfter : HungAfterMax, grain.Timers.After, services.Time, logger);
    }

    private static ConnectorSupervisor PluginOf(
        string name, ConnectorMemory memory, ConnectorServices services, ConnectorGrainLink grain, ConnectorCalls calls, ILogger logger)
    {
        var expiry = ExpiryOf(name, grain, logger);
        return new(name, memory, StartAsync, services.Worker.WorkerId, logger);

        async Task<StartedConnector> StartAsync(long instance, CancellationToken cancellationToken)
        {
            var started = await services.Starter.StartAsync(name, memory.Config, calls, new ConnectorEvents(grain.Self, instance), cancellationToken);
            expiry.Watch(started);
            return started;
        }
    }

    // A connector that was stopped or deleted meanwhile is left alone by its own grain.
    private static ConfigExpiry ExpiryOf(string name, ConnectorGrainLink grain, ILogger logger) => new(
        name,
        grain.Timers.After,
        () =>
        {
            grain.Factory.GetGrain<IConnectorGrain>(name).Restart(includeTasks: true, onlyFailed: false, CancellationToken.None).Ignore();
            return Task.CompletedTask;
        },
        logger);

    private static SinkDivision DivisionOf(ConnectorMemory memory, ConnectorSupervisor plugin, ConnectorServices services, ConnectorGrainLink grain) => new(
        memory,
        services.Topics,
        services.Config.Settings,
        new(services.Config.TopicsLookInterval, grain.Timers.After, grain.Pump.Signal),
        () => plugin.Resolved);

    private static ConnectorTroubles TroublesOf(string name, ConnectorServices services, ConnectorCalls calls) =>
        new(name, services.Worker.WorkerId, calls, silo => services.Membership.CurrentSnapshot.GetSiloStatus(silo) is not (SiloStatus.Dead or SiloStatus.None));
}
