using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Utilities;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>
/// The one grain that knows which connectors there are and where everything runs. Membership news revive it after its own silo died; it then wakes every connector.
/// </summary>
[KeepAlive, Immovable]
internal sealed partial class ConnectClusterGrain : Grain, IConnectClusterGrain, IConnectClusterControl
{
    private readonly ClusterAssignment _assignment;
    private readonly GroupCommit _writes;
    private readonly ObserverManager<IStatusObserver> _observers;
    private readonly ILogger<ConnectClusterGrain> _logger;
    private readonly WorkPump _pump;
    private readonly HashSet<string> _ensured = [];

    public ConnectClusterGrain(
        [PersistentState("cluster", StorageNames.State)] IPersistentState<StoredCluster> stored, TimeProvider time, ILogger<ConnectClusterGrain> logger)
    {
        _assignment = new(stored);
        _writes = new(() => stored.WriteStateAsync());
        _observers = new(TimeSpan.FromMinutes(5), logger);
        _logger = logger;
        _pump = new(SettleAsync, LogSettleFailed, time);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _pump.StopAsync();

    public Task<IReadOnlyList<string>> ListConnectors(CancellationToken cancellationToken) => Task.FromResult(_assignment.Connectors);

    public Task<IReadOnlyList<WorkerInfo>> ListWorkers(CancellationToken cancellationToken) => Task.FromResult(_assignment.Workers());

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

    public async Task OnMembership(Member reporter, IReadOnlyList<SiloAddress> alive)
    {
        if (_assignment.SetMembers(reporter, alive))
        {
            LogMembers(_assignment.MemberCount);
            _ensured.Clear();
            await _writes.SaveAsync();
        }

        _pump.Signal();
    }

    public async Task AddConnector(string connector, SiloAddress silo)
    {
        _assignment.Add(connector, silo);
        _ensured.Add(connector);
        await _writes.SaveAsync();
        _pump.Signal();
    }

    public Task CheckConnector(string connector)
    {
        _ensured.Remove(connector);
        _pump.Signal();
        return Task.CompletedTask;
    }

    public async Task RemoveConnector(string connector)
    {
        _assignment.Remove(connector);
        await _writes.SaveAsync();
        await _observers.Notify(observer => observer.OnDeleted(connector));
        _pump.Signal();
    }

    public async Task<IReadOnlyList<SiloAddress>> PlaceTasks(string connector, int count)
    {
        if (_assignment.SetTasks(connector, count))
        {
            await _writes.SaveAsync();
            _pump.Signal();
        }

        return _assignment.SilosOfTasks(connector);
    }

    public Task OnStatus(ConnectorStatus status) => _observers.Notify(observer => observer.OnStatus(status));

    // Tells connectors what changed for them: those that moved are moved, those with tasks that moved look at them, those nobody has woken are woken.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var connector in _assignment.Connectors.Where(name => _ensured.Add(name)).ToList())
        {
            await EnsureAsync(connector);
        }

        foreach (var connector in _assignment.TakeMovedTasks())
        {
            await GrainFactory.GetGrain<IConnectorControl>(connector).OnTasksMoved();
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
            bool exists;
            using (PlacementHint.To(silo))
            {
                var ensured = GrainFactory.GetGrain<IConnectorControl>(connector).Ensure();
                exists = await ensured;
            }

            if (!exists)
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

    private void LogSettleFailed(Exception error, TimeSpan pause) => LogSettleFailed(error, pause.TotalMilliseconds);

    [LoggerMessage(LogLevel.Information, "The cluster has {Count} workers.")]
    private partial void LogMembers(int count);

    [LoggerMessage(LogLevel.Warning, "Not every connector could be told of the new assignment; trying again in {ElapsedMs} ms.")]
    private partial void LogSettleFailed(Exception error, double elapsedMs);
}
