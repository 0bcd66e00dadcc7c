using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OrleansConnect.Grains;
using OrleansConnect.Kafka.Log;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// One connector: takes commands, stores what is wanted and answers at once; a <see cref="WorkPump"/> then brings plugin and tasks there. Questions are answered from memory.
/// </summary>
[AssignedPlacement, KeepAlive]
internal sealed partial class ConnectorGrain(
    [PersistentState("connector", StorageNames.State)] IPersistentState<StoredConnector> connector,
    [PersistentState("tasks", StorageNames.State)] IPersistentState<StoredTasks> storedTasks,
    [PersistentState("failures", StorageNames.State)] IPersistentState<StoredFailures> failures,
    ConnectorServices services,
    ILogger<ConnectorGrain> logger) : Grain, IConnectorGrain, IConnectorControl
{
    private ConnectorMemory? _memory;
    private ConnectorSupervisor? _plugin;
    private TaskSupervisor? _tasks;
    private ConnectorReconciler? _reconciler;
    private WorkPump? _pump;
    private TaskRestarts? _restarts;
    private IGrainTimer? _restart;
    private bool _isBeingAdded;

    private string Name => this.GetPrimaryKeyString();

    private ConnectorMemory Memory => _memory ?? throw NotActivated();

    private ConnectorSupervisor Plugin => _plugin ?? throw NotActivated();

    private TaskSupervisor Tasks => _tasks ?? throw NotActivated();

    private WorkPump Pump => _pump ?? throw NotActivated();

    private TaskRestarts Restarts => _restarts ?? throw NotActivated();

    private ConnectorPlacement Placement => new(Name, Cluster);

    private IConnectClusterControl Cluster => GrainFactory.GetGrain<IConnectClusterControl>(0);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _memory = new(connector, storedTasks, failures);
        _plugin = new(Name, _memory, services.Starter, services.Worker.WorkerId, this.AsReference<IConnectorControl>());
        _tasks = new(Name, _memory, GrainFactory, services.Membership, services.Time);
        _reconciler = new(_memory, _plugin, _tasks, services.Topics, Placement, services.Config.Settings);
        _pump = new(cancel => _reconciler.RunAsync(PublishStatus, cancel), OnPumpFailed, services.Time);
        _restarts = new(_memory, services.Time);
        _tasks.Load();
        PlanRestart();
        var interval = services.Config.TopicsLookInterval;
        this.RegisterGrainTimer(LookAtTopics, new GrainTimerCreationOptions { DueTime = interval, Period = interval, Interleave = true });
        if (_memory.Exists)
        {
            _pump.Signal();
        }

        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Plugin.Interrupt();
        await Pump.StopAsync();
        await Plugin.StopAsync();
    }

    public async Task<ConnectorInfo> Create(
        IReadOnlyDictionary<string, string?> config, TargetState? initialState, CancellationToken cancellationToken)
    {
        var named = await ValidateAsync(config, cancellationToken);
        if (Memory.Exists)
        {
            throw ConnectRequestException.Conflict($"Connector {Name} already exists");
        }

        await AddAsync(named, initialState ?? TargetState.Running);
        return Info();
    }

    public async Task<PutResult> Put(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        var named = await ValidateAsync(config, cancellationToken);
        var created = !Memory.Exists;
        if (created)
        {
            await AddAsync(named, TargetState.Running);
        }
        else
        {
            await ReplaceConfigAsync(named);
        }

        return new(Info(), created);
    }

    public async Task<ConnectorInfo> Patch(IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        RequireExists($"Connector {Name} not found");
        var patched = new Dictionary<string, string?>(Memory.Config);
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                patched.Remove(key);
            }
            else
            {
                patched[key] = value;
            }
        }

        await ReplaceConfigAsync(await ValidateAsync(patched, cancellationToken));
        return Info();
    }

    public async Task Delete(CancellationToken cancellationToken)
    {
        RequireExists($"Connector {Name} not found");
        await Memory.ForgetAsync();
        Plugin.Interrupt();
        Pump.Signal();
        await Cluster.RemoveConnector(Name);
        LogDeleted(Name);
    }

    public Task<ConnectorInfo> GetInfo(CancellationToken cancellationToken)
    {
        RequireExists($"Connector {Name} not found");
        return Task.FromResult(Info());
    }

    public Task<ConnectorStatus> GetStatus(CancellationToken cancellationToken)
    {
        RequireExists($"No status found for connector {Name}");
        return Task.FromResult(Status());
    }

    public Task<IReadOnlyList<TaskConfig>> GetTaskConfigs(CancellationToken cancellationToken)
    {
        RequireExists($"Connector {Name} not found");
        IReadOnlyList<TaskConfig> configs = [.. Memory.Tasks.Configs.Select((config, task) => new TaskConfig(new(Name, task), config))];
        return Task.FromResult(configs);
    }

    public async Task SetTargetState(TargetState state, CancellationToken cancellationToken)
    {
        RequireExists($"Unknown connector {Name}");
        if (Memory.Target == state)
        {
            return;
        }

        await Memory.SaveTargetAsync(state);
        LogTargetState(Name, state);
        if (state == TargetState.Stopped)
        {
            Plugin.Interrupt();
        }

        Pump.Signal();
    }

    public async Task<ConnectorStatus> Restart(bool includeTasks, bool onlyFailed, CancellationToken cancellationToken)
    {
        RequireExists($"Unknown connector: {Name}");
        if (Memory.Target == TargetState.Stopped)
        {
            return Status();
        }

        var tasks = includeTasks ? Tasks.Slots.Where(slot => !onlyFailed || slot.IsFailed).Select(slot => slot.Index).ToList() : [];
        var restartsPlugin = !onlyFailed || Plugin.Status.State == InstanceState.Failed;
        Restarts.Forget(tasks);
        await Tasks.RenewAsync(tasks);
        var started = restartsPlugin ? Plugin.RequestRestart() : Task.FromResult(true);
        var affected = Status();
        Pump.Signal();
        if (!includeTasks && !onlyFailed && !await started.WaitAsync(cancellationToken))
        {
            throw new ConnectRequestException(RequestErrorKind.Internal, $"Failed to start connector: {Name}");
        }

        return affected;
    }

    public async Task RestartTask(int task, CancellationToken cancellationToken)
    {
        RequireExists($"Unknown connector: {Name}");
        if (Tasks.Find(task) is null)
        {
            throw ConnectRequestException.NotFound($"Unknown task: {Name}-{task}");
        }

        Restarts.Forget([task]);
        await Tasks.RenewAsync([task]);
        Pump.Signal();
    }

    public Task<bool> Ensure(SiloAddress silo)
    {
        if (!Memory.Exists)
        {
            return Task.FromResult(_isBeingAdded);
        }

        if (silo.Equals(services.LocalSilo))
        {
            Pump.Signal();
        }
        else
        {
            MigrateOnIdle();
        }

        return Task.FromResult(true);
    }

    public async Task<bool> OnTaskReport(TaskReport report)
    {
        if (Tasks.Find(report.Task) is not { } slot || slot.Generation != report.Generation)
        {
            return Tasks.Find(report.Task)?.Generation < report.Generation;
        }

        var hasFailed = report.Instance.State == InstanceState.Failed && !slot.IsFailed;
        slot.Status = report.Instance with { RestartAttempts = Restarts.AttemptsOf(report.Task) };
        slot.Progress = report.Progress;
        PublishStatus();
        if (hasFailed)
        {
            Restarts.Plan(report.Task, report.IsPermanent);
            slot.Status = slot.Status with { RestartAttempts = Restarts.AttemptsOf(report.Task) };
            await Memory.SaveTaskFailureAsync(report.Task, slot.Status);
            PlanRestart();
            Pump.Signal();
        }

        return true;
    }

    public Task OnReconfigurationRequested(long instance)
    {
        if (Plugin.IsCurrent(instance))
        {
            Plugin.RequestTaskConfigs();
            Pump.Signal();
        }

        return Task.CompletedTask;
    }

    public async Task OnErrorRaised(long instance, string trace)
    {
        if (Plugin.IsCurrent(instance))
        {
            await Plugin.FailAsync(trace);
            PublishStatus();
        }
    }

    private static InvalidOperationException NotActivated() => new("The grain is used before its activation.");

    private async Task<IReadOnlyDictionary<string, string?>> ValidateAsync(
        IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        var named = ConnectorSettings.WithName(config, Name);
        await services.Validator.RequireValidAsync(named, cancellationToken);
        return named;
    }

    private async Task AddAsync(IReadOnlyDictionary<string, string?> config, TargetState target)
    {
        // The catalog first: a name in it without a configuration is ignored, a connector that is not in it would be lost.
        _isBeingAdded = true;
        try
        {
            await Placement.AddAsync(config, services.LocalSilo);
            await Memory.SaveConfigAsync(config, target);
        }
        catch (ConnectRequestException cause) when (cause.InnerException is not WriteOutcomeUnknownException)
        {
            _isBeingAdded = false;
            await Cluster.CheckConnector(Name);
            throw;
        }
        finally
        {
            _isBeingAdded = false;
        }

        LogCreated(Name);
        Pump.Signal();
    }

    private async Task ReplaceConfigAsync(IReadOnlyDictionary<string, string?> config)
    {
        if (ConnectorSettings.Same(config, Memory.Config))
        {
            return;
        }

        await Memory.SaveConfigAsync(config, Memory.Target);
        await Memory.SaveConnectorFailureAsync(null);
        LogReconfigured(Name);
        Plugin.Interrupt();
        Pump.Signal();
    }

    private void PlanRestart()
    {
        _restart?.Dispose();
        _restart = Restarts.DueIn is { } dueIn
            ? this.RegisterGrainTimer(RestartDue, new GrainTimerCreationOptions { DueTime = dueIn, Period = Timeout.InfiniteTimeSpan, Interleave = true })
            : null;
    }

    private async Task RestartDue(CancellationToken cancellationToken)
    {
        var due = Restarts.TakeDue();
        if (due.Count > 0 && Memory.Target == TargetState.Running)
        {
            LogRestarting(Name, string.Join(", ", due));
            await Tasks.RenewAsync(due);
            Pump.Signal();
        }

        PlanRestart();
    }

    private void RequireExists(string otherwise)
    {
        if (!Memory.Exists)
        {
            throw ConnectRequestException.NotFound(otherwise);
        }
    }

    private ConnectorInfo Info() =>
        new(Name, Memory.Config, [.. Tasks.Slots.Select(slot => new TaskId(Name, slot.Index))], services.Validator.KindOf(Memory.Config));

    private ConnectorStatus Status() =>
        new(Name, Plugin.Status, [.. Tasks.Slots.Select(slot => slot.ToStatus())], services.Validator.KindOf(Memory.Config));

    private void PublishStatus()
    {
        if (Memory.Exists)
        {
            Cluster.OnStatus(Status()).Ignore();
        }
    }

    private Task LookAtTopics(CancellationToken cancellationToken)
    {
        if (Memory.Exists && Memory.Tasks.Kind == ConnectorKind.Sink && Memory.Target == TargetState.Running)
        {
            Pump.Signal();
        }

        return Task.CompletedTask;
    }

    // Another activation has written, or a write of this one whose outcome was unknown took effect: only reading it all again helps.
    private void OnPumpFailed(Exception error, TimeSpan pause)
    {
        LogPumpFailed(error, Name, pause.TotalMilliseconds);
        if (error is InconsistentStateException)
        {
            DeactivateOnIdle();
            using (PlacementHint.To(services.LocalSilo))
            {
                GrainFactory.GetGrain<IConnectorControl>(Name).Ensure(services.LocalSilo).Ignore();
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Connector {Connector} could not be brought into its wanted state; trying again in {ElapsedMs} ms.")]
    private partial void LogPumpFailed(Exception error, string connector, double elapsedMs);

    [LoggerMessage(LogLevel.Information, "Connector {Connector} restarts its failed tasks {Task}, as errors.restart.max.attempts asks.")]
    private partial void LogRestarting(string connector, string task);

    [LoggerMessage(LogLevel.Information, "Connector {Connector} created.")]
    private partial void LogCreated(string connector);

    [LoggerMessage(LogLevel.Information, "Connector {Connector} reconfigured.")]
    private partial void LogReconfigured(string connector);

    [LoggerMessage(LogLevel.Information, "Connector {Connector} is to be {State}.")]
    private partial void LogTargetState(string connector, TargetState state);

    [LoggerMessage(LogLevel.Information, "Connector {Connector} deleted.")]
    private partial void LogDeleted(string connector);
}
