using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Utilities;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// The one grain that knows which connectors there are and where everything runs. Membership news revive it after its own silo died; it then wakes every connector.
/// </summary>
[KeepAlive, Immovable]
internal sealed partial class ConnectClusterGrain : Grain, IConnectClusterGrain, IConnectClusterControl
{
    private static readonly TimeSpan ReleaseInterval = TimeSpan.FromSeconds(1);

    private readonly IPersistentState<StoredCluster> _stored;
    private readonly ClusterAssignment _assignment;
    private readonly GroupCommit _writes;
    private readonly ObserverManager<IStatusObserver> _observers;
    private readonly TimeProvider _time;
    private readonly ILogger<ConnectClusterGrain> _logger;
    private readonly WorkPump _pump;
    private readonly HashSet<string> _ensured = [];
    private readonly Dictionary<string, long> _deleted = [];
    private bool _isUnsaved;

    private SiloAddress? Leader => GrainContext.Address.SiloAddress;

    public ConnectClusterGrain(
        [PersistentState("cluster", StorageNames.State)] IPersistentState<StoredCluster> stored,
        WorkerConfig config,
        TimeProvider time,
        ILogger<ConnectClusterGrain> logger)
    {
        _stored = stored;
        _assignment = new(new(config.RebalanceDelay, time), new(time, logger));
        _writes = new(WriteAsync);
        _observers = new(TimeSpan.FromMinutes(5), logger);
        _time = time;
        _logger = logger;
        _pump = new(SettleAsync, OnSettleFailed, time);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _assignment.Load(_stored.State);
        this.RegisterGrainTimer(ReleaseHeld, new GrainTimerCreationOptions { DueTime = ReleaseInterval, Period = ReleaseInterval, Interleave = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _pump.StopAsync();

    public Task<IReadOnlyList<string>> ListConnectors(CancellationToken cancellationToken) => Task.FromResult(_assignment.Connectors);

    public Task<IReadOnlyList<WorkerInfo>> ListWorkers(CancellationToken cancellationToken) => Task.FromResult(_assignment.Workers(Leader));

    public Task<ClusterOverview> GetOverview(CancellationToken cancellationToken) => Task.FromResult(_assignment.Overview(Leader));

    public Task<IReadOnlyList<Movement>> GetMovements(long afterId, CancellationToken cancellationToken) => Task.FromResult(_assignment.MovementsAfter(afterId));

    public Task Subscribe(IStatusObserver observer, CancellationToken cancellationToken)
    {
        _observers.Subscribe(observer, observer);
        return Task.CompletedTask;
    }

    public Task Unsubscribe(IStatusObserver observer, CancellationToken cancellationToken)
    {
        _observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public async Task OnMembership(MembershipNews news)
    {
        var isNews = _assignment.Take(news);
        if (isNews || _isUnsaved)
        {
            LogMembers(_assignment.MemberCount);
            _ensured.Clear();
            await _writes.SaveAsync();
            _pump.Signal();
        }
    }

    public async Task AddConnector(string connector, PlacementWish wish, SiloAddress silo)
    {
        var isNew = !_assignment.Has(connector);
        _assignment.Add(connector, wish, silo);
        _ensured.Add(connector);
        try
        {
            await _writes.SaveAsync();
        }
        catch (ConnectRequestException) when (isNew)
        {
            // If it is stored all the same, its grain is asked, and says that there is none.
            _assignment.Remove(connector);
            _ensured.Remove(connector);
            throw;
        }

        _pump.Signal();
    }

    public Task CheckConnector(string connector)
    {
        _ensured.Remove(connector);
        _pump.Signal();
        return Task.CompletedTask;
    }

    public async Task RemoveConnector(string connector, long lastGeneration)
    {
        _assignment.Remove(connector);
        _deleted[connector] = lastGeneration;
        try
        {
            await _writes.SaveAsync();
        }
        catch (ConnectRequestException cause)
        {
            // It is deleted: its own grain has stored that. What the catalog says of it is stored with the next news.
            LogNotRemoved(cause, connector);
        }

        await _observers.Notify(observer => observer.OnDeleted(connector));
        _pump.Signal();
    }

    public async Task<ConnectorPlaces> Place(string connector, PlacementWish wish, int tasks)
    {
        var isNews = _assignment.Set(connector, wish, tasks);
        if (isNews || _isUnsaved)
        {
            await _writes.SaveAsync();
            _pump.Signal();
        }

        return _assignment.PlacesOf(connector);
    }

    public Task OnStatus(ConnectorStatus status) => _observers.Notify(observer => observer.OnStatus(status));

    // Tells connectors what changed for them, all at once: those that moved move, those with tasks that moved look at them, those nobody has woken are woken, the topics of those
    // that were deleted are forgotten.
    private Task SettleAsync(CancellationToken cancellationToken)
    {
        var ensures = _assignment.Connectors.Where(name => _ensured.Add(name)).ToList();
        var moved = _assignment.TakeMoved();
        return Task.WhenAll(ensures.Union(moved).Select(EnsureAsync).Concat(_deleted.ToList().Select(ForgetTopicsAsync)));
    }

    private async Task ForgetTopicsAsync(KeyValuePair<string, long> deleted)
    {
        await GrainFactory.GetGrain<IConnectorTopicsControl>(deleted.Key).ForgetTopics(deleted.Value);
        if (_deleted.GetValueOrDefault(deleted.Key) == deleted.Value)
        {
            _deleted.Remove(deleted.Key);
        }
    }

    private async Task EnsureAsync(string connector)
    {
        if (_assignment.SiloOf(connector) is not { } silo)
        {
            return;
        }

        try
        {
            Task<bool> ensured;
            using (PlacementHint.To(silo))
            {
                ensured = GrainFactory.GetGrain<IConnectorControl>(connector).Ensure(silo);
            }

            if (!await ensured)
            {
                _assignment.Remove(connector);
                await _writes.SaveAsync();
            }
        }
        catch
        {
            _ensured.Remove(connector);
            throw;
        }
    }

    private async Task ReleaseHeld(CancellationToken cancellationToken)
    {
        if (_assignment.ReleaseHeld(_time.GetUtcNow()))
        {
            await _writes.SaveAsync();
            _pump.Signal();
        }
    }

    // What could not be stored is stored with the next news; workers bring some every few seconds.
    private async Task WriteAsync()
    {
        _isUnsaved = true;
        _stored.State = _assignment.Save();
        try
        {
            await _stored.WriteStateAsync();
        }
        catch (Exception cause)
        {
            LeaveIfStale(cause);
            throw StoreFault.Of(cause);
        }

        _isUnsaved = false;
    }

    private void OnSettleFailed(Exception error, TimeSpan pause)
    {
        LogSettleFailed(error, pause.TotalMilliseconds);
        LeaveIfStale(error);
    }

    // When another activation has written, or a write of this one whose outcome was unknown took effect, only reading it all again helps; the workers' next news bring the grain back.
    private void LeaveIfStale(Exception error)
    {
        if (StoreFault.IsStale(error))
        {
            DeactivateOnIdle();
        }
    }

    [LoggerMessage(LogLevel.Information, "The cluster has {Count} workers.")]
    private partial void LogMembers(int count);

    [LoggerMessage(LogLevel.Warning, "The catalog could not store that connector {Connector} was deleted; it tries again.")]
    private partial void LogNotRemoved(Exception error, string connector);

    [LoggerMessage(LogLevel.Warning, "Not every connector could be told of the new assignment; trying again in {ElapsedMs} ms.")]
    private partial void LogSettleFailed(Exception error, double elapsedMs);
}
