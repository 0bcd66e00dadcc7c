using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What a runner's loop and those who steer it share.</summary>
internal sealed class TaskControl(TaskId id, TaskState state, TaskCounters counters, TaskThread thread)
{
    public TaskId Id => id;

    public TaskState State => state;

    public TaskCounters Counters => counters;

    public TaskThread Thread => thread;

    /// <summary>Set when the task is to stop: polls and puts end, the last commit is still made.</summary>
    public StopSignal Stopping { get; } = new();

    /// <summary>Set when the task was given up: nothing is committed any more.</summary>
    public StopSignal Abandoned { get; } = new();

    /// <summary>The partitions a sink was given and has not looked at.</summary>
    public AssignmentMailbox Assignments { get; } = new();

    /// <summary>Wakes a loop that waits for records.</summary>
    public WakeSignal Wake { get; } = new();

    /// <summary>Whether this worker may move records: to be awaited before records or offsets leave it.</summary>
    public WorkerLease Lease { get; set; } = WorkerLease.Unlimited;

    /// <summary>Whether this runner, and no later one, is to run the task.</summary>
    public Func<Task<bool>> IsWantedAsync { get; set; } = () => Task.FromResult(true);

    /// <summary>What may not be shown of the task's configuration; to be hidden in every error of a plugin before it is logged or reported.</summary>
    public ResolvedSecrets Secrets { get; set; } = ResolvedSecrets.None;

    /// <summary>Closes a client hard when the task is given up, even while it is in use.</summary>
    public void OnAbandoned(IAsyncDisposable client) => Abandoned.Own.Register(() => _ = client.DisposeAsync().AsTask());

    /// <summary>The version of the plugin, once it is known.</summary>
    public string? Version { get; set; }
}
