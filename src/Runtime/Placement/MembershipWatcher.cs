using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansConnect.Runtime.Grains;
using OrleansConnect.Runtime.Hosting;

namespace OrleansConnect.Runtime.Placement;

/// <summary>Tells the cluster grain who is alive, as this silo sees it, at the start and on every change. The call also revives the grain when its own silo died.</summary>
internal sealed partial class MembershipWatcher(
    IClusterMembershipService membership, IGrainFactory grains, ILocalSiloDetails silo, WorkerIdentity worker, ILogger<MembershipWatcher> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        HashSet<SiloAddress> told = [];
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            HashSet<SiloAddress> alive = [.. snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)];
            if (alive.Contains(silo.SiloAddress) && !alive.SetEquals(told) && await TellAsync(alive, stoppingToken))
            {
                told = alive;
            }
        }
    }

    private async Task<bool> TellAsync(HashSet<SiloAddress> alive, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await grains.GetGrain<IConnectClusterControl>(0).OnMembership(new(silo.SiloAddress, worker.WorkerId), [.. alive]);
                return true;
            }
            catch (Exception error)
            {
                LogNotTold(error);
                await Task.Delay(RetryPause, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return false;
    }

    [LoggerMessage(LogLevel.Warning, "The cluster grain could not be told who is alive; trying again.")]
    private partial void LogNotTold(Exception error);
}
