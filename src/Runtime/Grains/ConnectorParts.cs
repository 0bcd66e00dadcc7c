using Microsoft.Extensions.Logging;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What a connector grain is made of, besides what it remembers.</summary>
internal sealed record ConnectorParts(ConnectorSupervisor Plugin, TaskSupervisor Tasks, ConnectorReconciler Reconciler, FailedTasks FailedTasks, OffsetsSupervisor Offsets)
{
    /// <summary>The parts of one grain.</summary>
    /// <param name="placement">The connector's place in the cluster.</param>
    /// <param name="memory">What is kept of the connector.</param>
    /// <param name="services">What all connector grains share.</param>
    /// <param name="grain">How the parts reach their grain.</param>
    /// <param name="logger">The grain's log.</param>
    public static ConnectorParts Of(ConnectorPlacement placement, ConnectorMemory memory, ConnectorServices services, ConnectorGrainLink grain, ILogger logger)
    {
        var plugin = new ConnectorSupervisor(placement.Connector, memory, services.Starter, services.Worker.WorkerId, grain.Self);
        var tasks = new TaskSupervisor(placement.Connector, memory, grain.Factory, services.Membership, services.Time, grain.Pump.Signal);
        var fencing = new TaskFencing(placement.Connector, memory, services.Fence, services.Config.IsExactlyOnceEnabled);
        return new(
            plugin,
            tasks,
            new(
                memory,
                plugin,
                tasks,
                new(memory, services.Topics, services.Config.Settings, new(services.Config.TopicsLookInterval, grain.Timers.After, grain.Pump.Signal)),
                fencing,
                placement),
            new(new(memory, services.Time), memory, tasks, grain.Pump.Signal, grain.ScheduleRestart, logger),
            new(placement.Connector, memory, tasks, fencing, services, grain));
    }
}
