using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
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
    [PersistentState("offsets", StorageNames.State)] IPersistentState<StoredOffsets> offsets,
    ConnectorServices services,
    ILogger<ConnectorGrain> logger) : Grain, IConnectorGrain, IConnectorControl
{
    private static readonly TimeSpan UnusedMax = TimeSpan.FromMinutes(1);

    private readonly WriteGate _writes = new();
    private ConnectorMemory? _memory;
    private ConnectorParts? _parts;
    private WorkPump? _pump;
    private ConnectorTimers? _timers;
    private int _openRequests;

    // Kept, because Orleans searches the interface's attributes each time it is asked for a grain, which takes a tenth of a millisecond.
    private IConnectClusterControl? _cluster;

    private string Name => this.GetPrimaryKeyString();

    private ConnectorMemory Memory => _memory ?? throw NotActivated();

    private ConnectorParts Parts => _parts ?? throw NotActivated();

    private ConnectorSupervisor Plugin => Parts.Plugin;

    private TaskSupervisor Tasks => Parts.Tasks;

    private WorkPump Pump => _pump ?? throw NotActivated();

    private IConnectClusterControl Cluster => _cluster ??= GrainFactory.GetGrain<IConnectClusterControl>(0);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _memory = new(connector, storedTasks, failures, offsets, StartAnew);
        _timers = new(this);
        _pump = new(ReconcileAsync, OnPumpFailed, services.Time);
        _parts = ConnectorParts.Of(
            Name, Cluster, _memory, services, new(this.AsReference<IConnectorControl>(), GrainFactory, ScheduleRestart, _timers, _pump, _writes), logger);
        _parts.Troubles.OnChanged = PublishStatus;
        Tasks.Load();
        Parts.FailedTasks.PlanRestart();
        _timers.Every(services.Config.TopicsLookInterval, LookAtTopics);
        _timers.Every(TaskSupervisor.SilenceMax, LookForSilent);
        _timers.Every(UnusedMax, LeaveIfUnused);
        if (_memory.Exists)
        {
            _pump.Signal();
        }

        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Whoever has the connector next tells how it is.
        Parts.Troubles.OnChanged = () => { };
        Plugin.Interrupt();
        await Pump.StopAsync();
        await Parts.Reconciler.GiveUpAsync();
    }

    public Task<ConnectorInfo> Create(
        IReadOnlyDictionary<string, string?> config, TargetState? initialState, CancellationToken cancellationToken) => StayAsync(async () =>
    {
        var named = await services.ValidateAsync(Name, config, cancellationToken);
        return await _writes.PassAsync(async () =>
        {
            if (Memory.Exists)
            {
                throw ConnectRequestException.Conflict($"Connector {Name} already exists");
            }

            await Parts.Configs.AddAsync(named, initialState ?? TargetState.Running);
            return Info();
        });
    });

    public Task<PutResult> Put(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken) => StayAsync(async () =>
    {
        var named = await services.ValidateAsync(Name, config, cancellationToken);
        return await _writes.PassAsync(async () =>
        {
            var created = !Memory.Exists;
            await (created ? Parts.Configs.AddAsync(named, TargetState.Running) : Parts.Configs.ReplaceAsync(named));
            return new PutResult(Info(), created);
        });
    });

    public async Task<ConnectorInfo> Patch(IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        while (true)
        {
            RequireExists($"Connector {Name} not found");
            var version = Memory.ConfigVersion;
            var named = await services.ValidateAsync(Name, ConnectorSettings.Patched(Memory.Config, changes), cancellationToken);
            var isPatched = await _writes.PassAsync(async () =>
            {
                // When somebody else's change came first, it is theirs that is to be patched.
                if (version != Memory.ConfigVersion)
                {
                    return false;
                }

                await Parts.Configs.ReplaceAsync(named);
                return true;
            });
            if (isPatched)
            {
                return Info();
            }
        }
    }

    public Task Delete(CancellationToken cancellationToken) => _writes.PassAsync(async () =>
    {
        RequireExists($"Connector {Name} not found");
        await Parts.Configs.DeleteAsync();
        return true;
    });

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

    public Task SetTargetState(TargetState state, CancellationToken cancellationToken) => _writes.PassAsync(async () =>
    {
        RequireExists($"Unknown connector {Name}");
        if (Memory.Target == state)
        {
            return false;
        }

        await Parts.Configs.StoreAsync(() => Memory.SaveTargetAsync(state));
        LogTargetState(Name, state);
        Parts.FailedTasks.PlanRestart();

        if (state == TargetState.Stopped)
        {
            Plugin.Interrupt();
        }

        Pump.Signal();
        return true;
    });

    public Task<ConnectorStatus> Restart(bool includeTasks, bool onlyFailed, CancellationToken cancellationToken) =>
        Parts.Restarts.RestartAsync(includeTasks, onlyFailed, Status, cancellationToken);

    public Task RestartTask(int task, CancellationToken cancellationToken) => Parts.Restarts.RestartTaskAsync(task);

    public Task<ConnectorOffsets> GetOffsets(OffsetsQuery query, CancellationToken cancellationToken) => Parts.Offsets.ReadAsync(query, cancellationToken);

    public Task<string> AlterOffsets(IReadOnlyList<ConnectorOffset> offsets, CancellationToken cancellationToken) =>
        Parts.Offsets.AlterAsync(offsets, cancellationToken);

    public Task<string> ResetOffsets(CancellationToken cancellationToken) => Parts.Offsets.ResetAsync(cancellationToken);

    public Task<string> UndoOffsets(CancellationToken cancellationToken) => Parts.Offsets.UndoAsync(cancellationToken);

    public async Task<bool> Ensure(SiloAddress silo)
    {
        if (!Memory.Exists)
        {
            if (Parts.Configs.IsAdding)
            {
                return true;
            }

            // The catalog forgets what does not exist: that has to be sure.
            await Memory.ConfirmAsync();
            return Memory.Exists || Parts.Configs.IsAdding;
        }

        if (silo.Equals(services.LocalSilo))
        {
            Pump.Signal();
        }
        else
        {
            MigrateOnIdle();
        }

        return true;
    }

    public async Task<bool> OnTaskReport(TaskReport report)
    {
        if (Tasks.Find(report.Task) is not { } slot || slot.Generation != report.Generation)
        {
            return Tasks.Find(report.Task)?.Generation < report.Generation;
        }

        var hasFailed = report.Instance.State == InstanceState.Failed && !slot.IsFailed;
        slot.TakeReport(report, Parts.FailedTasks.AttemptsOf(report.Task), services.Time.GetTimestamp());
        PublishStatus();
        if (hasFailed)
        {
            await Parts.FailedTasks.AddAsync(slot, report);
        }

        return true;
    }

    public Task OnLeftBehind(LeftBehindTask task)
    {
        Parts.Troubles.Take(task);
        PublishStatus();
        return Task.CompletedTask;
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
        if (await Plugin.OnErrorAsync(instance, trace))
        {
            PublishStatus();
        }
    }

    private static InvalidOperationException NotActivated() => new("The grain is used before its activation.");

    private void ScheduleRestart(TimeSpan? dueIn) => _timers?.ScheduleRestart(dueIn, Parts.FailedTasks.RestartDueAsync);

    private void RequireExists(string otherwise) => _ = Memory.Exists ? true : throw ConnectRequestException.NotFound(otherwise);

    private ConnectorInfo Info() =>
        new(Name, Memory.Config, [.. Tasks.Slots.Select(slot => new TaskId(Name, slot.Index))], services.Validator.KindOf(Memory.Config));

    private ConnectorStatus Status() =>
        new(Name, Parts.Troubles.Explain(Plugin.Status), [.. Tasks.Slots.Select(slot => slot.ToStatus())], services.Validator.KindOf(Memory.Config))
        {
            Trouble = Parts.Troubles.Text,
            IsOutdated = Memory.AreTasksOutdated,
        };

    private void PublishStatus()
    {
        if (Memory.Exists)
        {
            Cluster.OnStatus(Status()).Ignore();
        }
    }

    private void LookAtTopics()
    {
        if (Memory.Exists && Memory.Tasks.Kind == ConnectorKind.Sink && Memory.Target == TargetState.Running)
        {
            Pump.Signal();
        }
    }

    // A runner may be gone without its connector having heard of it, as when its grain was raised a second time and one of the two had to go.
    private void LookForSilent()
    {
        if (Tasks.HasSilent)
        {
            Pump.Signal();
        }
    }

    // Whoever asked for a name that stands for nothing, or deleted what it stood for, has had the answer: the name need not be kept in memory for ever.
    private void LeaveIfUnused()
    {
        if (!Memory.Exists && _openRequests == 0 && Pump.IsIdle && Tasks.IsEmpty)
        {
            DeactivateOnIdle();
        }
    }

    // Until it is answered, a request keeps the grain that is to become a connector.
    private async Task<T> StayAsync<T>(Func<Task<T>> request)
    {
        _openRequests++;
        try
        {
            return await request();
        }
        finally
        {
            _openRequests--;
        }
    }

    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        await Parts.Reconciler.RunAsync(PublishStatus, cancellationToken);
        if (Parts.Troubles.Failure is not null)
        {
            Parts.Troubles.Failure = null;
            PublishStatus();
        }
    }

    private void OnPumpFailed(Exception error, TimeSpan pause)
    {
        LogPumpFailed(error, Name, pause.TotalMilliseconds);
        Parts.Troubles.Failure = error.Message;
        PublishStatus();
    }

    // Another activation has written, or a write of this one whose outcome was unknown took effect: only reading it all again helps.
    private void StartAnew()
    {
        DeactivateOnIdle();
        using (PlacementHint.To(services.LocalSilo))
        {
            GrainFactory.GetGrain<IConnectorControl>(Name).Ensure(services.LocalSilo).Ignore();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Connector {Connector} could not be brought into its wanted state; trying again in {ElapsedMs} ms.")]
    private partial void LogPumpFailed(Exception error, string connector, double elapsedMs);

    [LoggerMessage(LogLevel.Information, "Connector {Connector} is to be {State}.")]
    private partial void LogTargetState(string connector, TargetState state);
}
