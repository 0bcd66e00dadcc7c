using System.Collections.Concurrent;
using OrleansConnect.Grains;

namespace OrleansConnect.Tests.Integration.Management.Fakes;

/// <summary>Connectors in memory, and the cluster grain over them. Tests look at it and disturb it.</summary>
internal sealed class FakeCluster
{
    private readonly ConcurrentDictionary<IStatusObserver, bool> _observers = new();

    public const string WorkerId = "127.0.0.1:8083";

    public ConcurrentDictionary<string, ConnectorState> Connectors { get; } = new();

    /// <summary>The topics that connectors have used.</summary>
    public ConcurrentDictionary<string, string[]> Topics { get; } = new();

    /// <summary>The offsets of every connector.</summary>
    public IReadOnlyList<ConnectorOffset> Offsets { get; set; } = [];

    /// <summary>What stands in the way of every call: throws or hangs.</summary>
    public Func<string, CancellationToken, Task> Disturbance { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The calls so far, for example <c>Restart(orders, True, False)</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    public ConcurrentQueue<Movement> Movements { get; } = new();

    public ConcurrentQueue<UnassignedWork> Unassigned { get; } = new();

    public int Observers => _observers.Count;

    public ConnectorState Add(string name, ConnectorKind kind = ConnectorKind.Source, int tasks = 1) =>
        Connectors[name] = ConnectorState.Of(name, kind, tasks);

    public async Task Enter(string call, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        await Disturbance(call, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> ListConnectors(CancellationToken cancellationToken)
    {
        await Enter("ListConnectors", cancellationToken);
        return [.. Connectors.Keys.Order(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<WorkerInfo>> ListWorkers(CancellationToken cancellationToken)
    {
        await Enter("ListWorkers", cancellationToken);
        return [new WorkerInfo(WorkerId, "S127.0.0.1:11111:1", [.. Connectors.Keys], [.. Connectors.Values.SelectMany(state => state.Info.Tasks)])
        {
            Version = "4.3.1",
            Labels = ["gpu"],
            IsLeader = true,
        }];
    }

    public async Task<ClusterOverview> GetOverview(CancellationToken cancellationToken) =>
        new(await ListWorkers(cancellationToken), [.. Unassigned], await GetMovements(0, cancellationToken));

    public async Task<IReadOnlyList<Movement>> GetMovements(long afterId, CancellationToken cancellationToken)
    {
        await Enter("GetMovements", cancellationToken);
        return [.. Movements.Where(movement => movement.Id > afterId)];
    }

    public async Task Subscribe(IStatusObserver observer, CancellationToken cancellationToken)
    {
        await Enter("Subscribe", cancellationToken);
        _observers[observer] = true;
    }

    public Task Unsubscribe(IStatusObserver observer, CancellationToken cancellationToken)
    {
        _observers.TryRemove(observer, out _);
        return Task.CompletedTask;
    }

    public async Task Publish(ConnectorStatus status)
    {
        if (Connectors.TryGetValue(status.Name, out var state))
        {
            Connectors[status.Name] = state with { Status = status };
        }

        foreach (var observer in _observers.Keys)
        {
            await observer.OnStatus(status);
        }
    }

    public async Task PublishDeleted(string name)
    {
        foreach (var observer in _observers.Keys)
        {
            await observer.OnDeleted(name);
        }
    }
}
