using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What a runner's loop and those who steer it share.</summary>
internal sealed class TaskControl(TaskId id, TaskState state, TaskCounters counters, TaskThread thread)
{
    private volatile OpenCall? _starting;

    public TaskId Id => id;

    public TaskState State => state;

    public TaskCounters Counters => counters;

    public TaskThread Thread => thread;

    /// <summary>Set when the task is to stop: polls and puts end, the last commit is still made.</summary>
    public StopSignal Stopping { get; } = new();

    /// <summary>Set when the task was given up: nothing is committed any more.</summary>
    public StopSignal Abandoned { get; } = new();

    /// <summary>What a stop leaves to a source.</summary>
    public StopBudget? Budget { get; set; }

    /// <summary>Set when nothing more is to be sent: some time after a stop, or when the task was given up.</summary>
    public CancellationToken Sending => Budget?.Sending ?? Abandoned.Own;

    /// <summary>Set when Kafka's answers are not awaited any more.</summary>
    public CancellationToken Answers => Budget?.Answers ?? Abandoned.Own;

    /// <summary>How long a sink task that has failed may take to flush and commit before it is given up, and by which clock; for ever where nobody says.</summary>
    public (TimeSpan Timeout, TimeProvider Time) CloseLimit { get; set; } = (Timeout.InfiniteTimeSpan, TimeProvider.System);

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

    /// <summary>The class of the task, once it is known.</summary>
    public Type? TaskType { get; set; }

    /// <summary>The call into the plugin that the task waits for, or null.</summary>
    public OpenCall? Call => counters.WaitsFor switch
    {
        "start" => _starting,
        "open" => Open(nameof(SinkTask.OpenAsync)),
        "claim" => Open(nameof(IExactlyOnceSinkTask.ClaimAsync)),
        "poll" => Open(nameof(SourceTask.PollAsync)),
        "put" => Open(nameof(SinkTask.PutAsync)),
        "commit" when TaskType?.IsAssignableTo(typeof(SinkTask)) is true => Open(nameof(SinkTask.PreCommitAsync)),
        "commit" => Open($"{nameof(SourceTask.CommitRecordsAsync)} or {nameof(SourceTask.CommitAsync)}"),
        "close" => Open(nameof(SinkTask.CloseAsync)),
        "stop" => Open(nameof(IAsyncDisposable.DisposeAsync)),
        _ => null,
    };

    /// <summary>A call into a plugin begins that belongs to the start of the task.</summary>
    public void Enter(string method, Type plugin)
    {
        counters.WaitsFor = "start";
        _starting = new(method, plugin.FullName ?? plugin.Name, counters.WaitsSince);
    }

    /// <summary>It has returned.</summary>
    public void Leave() => _starting = null;

    private OpenCall? Open(string method) => TaskType is { } type ? new(method, type.FullName ?? type.Name, counters.WaitsSince) : null;
}
