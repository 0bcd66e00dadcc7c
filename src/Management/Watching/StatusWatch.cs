using System.Collections.Concurrent;
using OrleansConnect.Grains;
using OrleansConnect.Management.Requests;

namespace OrleansConnect.Management.Watching;

/// <summary>
/// Follows the statuses of all or some connectors. Delivery to observers is best effort, so the watch renews itself often, in case the cluster grain has moved, and now and
/// then compares what it was told with what is.
/// </summary>
internal sealed class StatusWatch : IStatusObserver, IAsyncDisposable
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);
    private const int RenewalsPerComparison = 6;

    private readonly ConnectorRequests _requests;
    private readonly TimeProvider _time;
    private readonly HashSet<string> _wanted;
    private readonly ConcurrentDictionary<string, bool> _known = new();
    private readonly StatusMailbox _mailbox = new();
    private readonly IGrainFactory _grains;
    private readonly IStatusObserver _reference;

    public StatusWatch(IGrainFactory grains, ConnectorRequests requests, TimeProvider time, IEnumerable<string> names)
    {
        _grains = grains;
        _requests = requests;
        _time = time;
        _wanted = names.ToHashSet();
        _reference = grains.CreateObjectReference<IStatusObserver>(this);
    }

    /// <summary>Subscribes and answers with the present statuses; changes after that are in <see cref="TakeAsync"/>.</summary>
    public async Task<IReadOnlyList<ConnectorStatus>> StartAsync(CancellationToken cancellationToken)
    {
        await _requests.Cluster.Subscribe(_reference, cancellationToken);
        return await ReadAsync(cancellationToken);
    }

    /// <summary>Waits for changes: the newest status of each connector, or null for one that was deleted.</summary>
    public Task<IReadOnlyCollection<KeyValuePair<string, ConnectorStatus?>>> TakeAsync(CancellationToken cancellationToken) =>
        _mailbox.TakeAsync(cancellationToken);

    /// <summary>Keeps the subscription until it is cancelled, or until the cluster does not answer.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RenewEvery, _time);
        for (var renewal = 1; await timer.WaitForNextTickAsync(cancellationToken); renewal++)
        {
            await _requests.Cluster.Subscribe(_reference, cancellationToken);
            if (renewal % RenewalsPerComparison == 0)
            {
                await CompareAsync(cancellationToken);
            }
        }
    }

    public Task OnStatus(ConnectorStatus status)
    {
        if (IsWanted(status.Name))
        {
            _known[status.Name] = true;
            _mailbox.Put(status.Name, status);
        }

        return Task.CompletedTask;
    }

    public Task OnDeleted(string connector)
    {
        if (IsWanted(connector) && _known.TryRemove(connector, out _))
        {
            _mailbox.Put(connector, null);
        }

        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _requests.Cluster.Unsubscribe(_reference, CancellationToken.None);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or ConnectRequestException)
        {
            // The subscription ends by itself.
        }
        finally
        {
            _grains.DeleteObjectReference<IStatusObserver>(_reference);
        }
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        var before = _known.Keys;
        var statuses = await ReadAsync(cancellationToken);
        foreach (var status in statuses)
        {
            _mailbox.Put(status.Name, status);
        }

        foreach (var gone in before.Except(statuses.Select(status => status.Name)))
        {
            await OnDeleted(gone);
        }
    }

    private async Task<IReadOnlyList<ConnectorStatus>> ReadAsync(CancellationToken cancellationToken)
    {
        var names = await _requests.Cluster.ListConnectors(cancellationToken);
        var statuses = await _requests.ReadAllAsync(
            [.. names.Where(IsWanted)], (connector, token) => connector.GetStatus(token), cancellationToken);
        foreach (var (name, _) in statuses)
        {
            _known[name] = true;
        }

        return [.. statuses.Select(status => status.Value)];
    }

    private bool IsWanted(string connector) => _wanted.Count == 0 || _wanted.Contains(connector);
}
