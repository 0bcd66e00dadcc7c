using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What a user's restart of a connector restarts, by Kafka Connect's rules.</summary>
/// <param name="Connector">Whether the connector itself is restarted.</param>
/// <param name="Tasks">The tasks that are.</param>
internal sealed record RestartPlan(bool Connector, IReadOnlyList<int> Tasks)
{
    /// <summary>The plan.</summary>
    /// <param name="includeTasks">Whether tasks are meant too.</param>
    /// <param name="onlyFailed">Whether only what has failed is meant.</param>
    /// <param name="connector">The connector's state.</param>
    /// <param name="tasks">The states of its tasks, by number.</param>
    public static RestartPlan Of(bool includeTasks, bool onlyFailed, InstanceState connector, IEnumerable<(int Task, InstanceState State)> tasks)
    {
        bool IsMeant(InstanceState state) => !onlyFailed || state == InstanceState.Failed;
        return new(IsMeant(connector), includeTasks ? [.. tasks.Where(task => IsMeant(task.State)).Select(task => task.Task)] : []);
    }
}
