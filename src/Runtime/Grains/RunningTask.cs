using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// One generation of a task on this silo: its runner and what the runner says of itself. The runner reports from its own loop, so the last word is kept
/// here, and every report can be sent again until the connector grain has heard it.
/// </summary>
internal sealed class RunningTask : ITaskObserver, IAsyncDisposable
{
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(10);

    // Two reports on their way at once may arrive in either order: the state is told again with the next looks.
    private const int Confirmations = 2;

    private static readonly TimeSpan TellPause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly TaskSpec _spec;
    private readonly string _workerId;
    private readonly Func<TaskReport, Task<bool>> _send;
    private readonly TimeProvider _time;
    private readonly ITaskRunner _runner;
    private InstanceStatus _status;
    private TaskReport? _delivered;
    private DateTimeOffset _deliveredAt;
    private long _lastAssignment;
    private OpenCall? _hung;
    private int _confirmations;
    private bool _isSilent;
    private bool _isPermanent;
    private bool _isInterrupted;

    public RunningTask(TaskSpec spec, string workerId, ITaskRunnerFactory factory, Func<TaskReport, Task<bool>> send, TimeProvider time)
    {
        _spec = spec;
        _workerId = workerId;
        _send = send;
        _time = time;
        _status = new(InstanceState.Unassigned, workerId, null, null);
        _runner = factory.Create(spec, this);
    }

    public long Generation => _spec.Generation;

    public TaskReport Report
    {
        get
        {
            lock (_lock)
            {
                var progress = _runner.Progress;
                return new(_spec.Id.Task, _spec.Generation, Explain(_status, progress), progress) { IsPermanent = _isPermanent, IsInterrupted = _isInterrupted };
            }
        }
    }

    /// <summary>The call into the plugin that it waits for, or null.</summary>
    public OpenCall? Call => _runner.Call;

    /// <summary>Completes when it has ended, though it was abandoned.</summary>
    public Task Ended => _runner.Ended;

    private bool IsSilent
    {
        get
        {
            lock (_lock)
            {
                return _isSilent;
            }
        }
    }

    /// <summary>The partitions it may be reading: those it has, and those it was given and has not answered for.</summary>
    public IReadOnlyList<SinkPartition> Partitions { get; private set; } = [];

    public void Start() => _runner.Start();

    public void SetPaused(bool isPaused) => _runner.SetPaused(isPaused);

    public async Task AssignAsync(SinkPartitions assigned)
    {
        // On its way for so long that whoever sent it has been replaced.
        if (assigned.Generation < _lastAssignment)
        {
            return;
        }

        _lastAssignment = assigned.Generation;
        var partitions = assigned.Partitions;
        IReadOnlyList<SinkPartition> either = [.. Partitions.Union(partitions)];
        Partitions = either;

        // Ends with the runner at the latest, whatever its plugin does.
        await _runner.AssignAsync([.. partitions.Select(partition => partition.ToTopicPartition())], assigned.Generation, CancellationToken.None);
        if (ReferenceEquals(Partitions, either))
        {
            Partitions = partitions;
        }
    }

    public void OnStateChanged(InstanceState state, Exception? error)
    {
        lock (_lock)
        {
            if (_isSilent)
            {
                return;
            }

            _isPermanent = FailureKind.IsPermanent(error);
            _isInterrupted = FailureKind.IsInterruption(error);
            _status = new(state, _workerId, error?.ToString(), _runner.Version ?? _status.Version);
            _confirmations = Confirmations;
        }

        _ = TellAsync();
    }

    public Task<bool> IsWantedAsync() => _send(Report);

    /// <summary>Sends the report unless the connector grain has heard all of it lately; false when nobody wants this runner any more.</summary>
    public async Task<bool> DeliverAsync()
    {
        // Of a worker that stops alone there is nobody left to hear it.
        if (IsSilent)
        {
            return true;
        }

        var report = Report;
        if (!TakeConfirmation() && IsOldNews(report) && _time.GetUtcNow() - _deliveredAt < RepeatInterval)
        {
            return true;
        }

        // Without an answer the next look tries again.
        return await SendAsync(report) ?? true;
    }

    /// <summary>Nothing that the runner says from now on is passed on.</summary>
    public void Silence()
    {
        lock (_lock)
        {
            _isSilent = true;
        }
    }

    /// <summary>Ends the runner; nothing it says afterwards is passed on.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _runner.StopAsync(cancellationToken);
        lock (_lock)
        {
            _isSilent = true;
            _status = _status with { State = InstanceState.Unassigned, Trace = null };
        }
    }

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    /// <summary>The call into the plugin that takes too long, when that was not asked for before; null otherwise. A poll may take for ever.</summary>
    public OpenCall? TakeHung()
    {
        var hung = _runner.Progress is { WaitsSince: not null, WaitsFor: not "poll" } ? _runner.Call : null;
        var isNews = hung != _hung;
        _hung = hung;
        return isNews ? hung : null;
    }

    // Of a task that does not come to run there is no state to be seen, but what keeps it from that.
    private InstanceStatus Explain(InstanceStatus status, TaskProgress progress) =>
        status is { State: InstanceState.Unassigned, Trace: null } && progress.WaitsSince is not null && _runner.Call is { } call
            ? status with
            {
                Trace = $"Task '{_spec.Id}' waits for its plugin on worker {_workerId}: {call.Text} It runs when that returns. It can be restarted, and its connector stopped and deleted, meanwhile; "
                    + "a thread dump of the worker (dotnet-stack) shows what the plugin does.",
            }
            : status;

    // A connector grain that is moving, or whose silo is gone, is somewhere else soon: its status is to tell of the change then, not with the next look.
    private async Task TellAsync()
    {
        for (var pause = TellPause; !IsSilent && await SendAsync(Report) is null && pause < RepeatInterval; pause *= 2)
        {
            await Task.Delay(pause, _time);
        }
    }

    private bool TakeConfirmation()
    {
        lock (_lock)
        {
            return _confirmations > 0 && _confirmations-- > 0;
        }
    }

    // Null when the connector grain could not be reached.
    private async Task<bool?> SendAsync(TaskReport report)
    {
        try
        {
            var isWanted = await _send(report);
            (_delivered, _deliveredAt) = (report, _time.GetUtcNow());
            return isWanted;
        }
        catch (Exception cause) when (cause is OrleansException or TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }

    // An idle task has nothing to say but what time it is.
    private bool IsOldNews(TaskReport report) =>
        _delivered is { } delivered && report with { Progress = report.Progress with { TakenAt = delivered.Progress.TakenAt } } == delivered;
}
