using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Runtime.Placement;

/// <summary>
/// Tells the cluster grain who is alive, as this silo sees it, at the start, on every change, and every few seconds in case the grain has forgotten. The call also revives the
/// grain when its own silo died. While this worker does not see Kafka the grain could store nothing of it, and calls that wait for that would hold up the silo when it stops.
/// </summary>
internal sealed partial class MembershipWatcher(
    IClusterMembershipService membership, IGrainFactory grains, WorkerPresence presence, WorkerLease lease, TimeProvider time, ILogger<MembershipWatcher> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(3);

    /// <summary>Whether this worker and another one are active, so that the one's work can go to the other.</summary>
    public bool HasPeers
    {
        get
        {
            var alive = Alive(membership.CurrentSnapshot);
            return alive.Contains(presence.Self.Silo) && alive.Count > 1;
        }
    }

    /// <summary>Tells the present state at once.</summary>
    public Task TellAsync() => TellAsync(membership.CurrentSnapshot);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(FollowAsync(stoppingToken), RepeatAsync(stoppingToken));
    }

    private async Task FollowAsync(CancellationToken stoppingToken)
    {
        HashSet<SiloAddress> told = [];
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            var alive = Alive(snapshot);
            if (alive.Contains(presence.Self.Silo) && !alive.SetEquals(told))
            {
                await TellUntilHeardAsync(stoppingToken);
                told = alive;
            }
        }
    }

    private async Task RepeatAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RepeatInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var snapshot = membership.CurrentSnapshot;
            if (lease.IsHeld && Alive(snapshot).Contains(presence.Self.Silo))
            {
                // What fails here is tried again with the next tick; changes have their own attempts.
                await TellAsync(snapshot).WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Always the newest: while the grain was being looked for, there may have been further changes.
    private async Task TellUntilHeardAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await lease.WaitAsync(cancellationToken);
                await TellAsync(membership.CurrentSnapshot).WaitAsync(cancellationToken);
                return;
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotTold(error);
                await Task.Delay(RetryPause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Task TellAsync(ClusterMembershipSnapshot snapshot) =>
        grains.GetGrain<IConnectClusterControl>(0).OnMembership(new(presence.Self, snapshot.Version.Value, [.. Alive(snapshot)]));

    private static HashSet<SiloAddress> Alive(ClusterMembershipSnapshot snapshot) =>
        [.. snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)];

    [LoggerMessage(LogLevel.Warning, "The cluster grain could not be told who is alive; trying again.")]
    private partial void LogNotTold(Exception error);
}
