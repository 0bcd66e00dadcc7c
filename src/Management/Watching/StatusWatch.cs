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
    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = [];
    private readonly StatusMailbox _mailbox = new();
    private readonly IGrainFactory _grains;
    private readonly IStatusObserver _reference;

    // Who was told of while statuses are read: what was read of them may be older.
    private HashSet<string>? _told;

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
        return await ReadAsync(isNews: false, cancellationToken);
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
                await ReadAsync(isNews: true, cancellationToken);
            }
        }
    }

    public Task OnStatus(ConnectorStatus status)
    {
        if (IsWanted(status.Name))
        {
            lock (_lock)
            {
                _known.Add(status.Name);
                _told?.Add(status.Name);
                _mailbox.Put(status.Name, status);
            }
        }

        return Task.CompletedTask;
    }

    public Task OnDeleted(string connector)
    {
        if (IsWanted(connector))
        {
            lock (_lock)
            {
                if (_known.Remove(connector) || _told is not null)
                {
                    _told?.Add(connector);
                    _mailbox.Put(connector, null);
                }
            }
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

    // Puts what differs from what was told into the mailbox when it is news.
    private async Task<IReadOnlyList<ConnectorStatus>> ReadAsync(bool isNews, CancellationToken cancellationToken)
    {
        string[] before;
        HashSet<string> told = [];
        lock (_lock)
        {
            (before, _told) = ([.. _known], told);
        }

        var names = await _requests.Cluster.ListConnectors(cancellationToken);
        var statuses = await _requests.ReadAllAsync(
            [.. names.Where(IsWanted)], (connector, token) => connector.GetStatus(token), cancellationToken);
        lock (_lock)
        {
            _told = null;
            foreach (var (name, status) in statuses.Where(read => !told.Contains(read.Key)))
            {
                _known.Add(name);
                Put(name, status);
            }

            foreach (var gone in before.Except(statuses.Select(read => read.Key)).Where(name => !told.Contains(name)))
            {
                _known.Remove(gone);
                Put(gone, null);
            }
        }

        return [.. statuses.Select(status => status.Value)];

        void Put(string name, ConnectorStatus? status)
        {
            if (isNews)
            {
                _mailbox.Put(name, status);
            }
        }
    }

    private bool IsWanted(string connector) => _wanted.Count == 0 || _wanted.Contains(connector);
}
