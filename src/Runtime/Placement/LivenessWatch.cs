using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Runtime.Placement;

/// <summary>
/// Reads the membership table twice a second, and at once when it changes: a worker that is cut off from its peers and not from Kafka is to know that it was declared dead before
/// others begin with its tasks. It renews this worker's lease while the table shows it alive and takes its signs of life, and it declares others dead who give the
/// cluster none any more though their peers still reach them: they can move nothing.
/// </summary>
internal sealed partial class LivenessWatch(
    IMembershipTable table, IClusterMembershipService membership, WorkerPresence presence, WorkerLease lease, SignsOfLife signs, ILogger<LivenessWatch> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _ending = new();
    private Task _loop = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The silo may have waited for Kafka for minutes; it is in the table now.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The lease is needed until the last commit: the loop ends with the process' container.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        var tick = timer.WaitForNextTickAsync(_ending.Token).AsTask();
        lease.Renew(Stopwatch.GetTimestamp());
        var isLate = false;
        do
        {
            Task change = tick;
            var asked = Stopwatch.GetTimestamp();
            if (lease.Age > lease.Duration && !isLate)
            {
                LogLate(lease.Age.TotalMilliseconds);
            }

            isLate = lease.Age > lease.Duration;
            try
            {
                // Asked for before the table is read, so that no change is missed.
                change = (table as IChangingStore)?.NextChange() ?? tick;
                await LookAsync(await table.ReadAllAsync(_ending.Token), asked);
            }
            catch (Exception) when (!_ending.IsCancellationRequested)
            {
                // Without Kafka there is no news; the lease runs out meanwhile, and nothing could be moved anyway.
            }

            await Task.WhenAny(tick, change);
            if (tick.IsCompleted)
            {
                await tick;
                tick = timer.WaitForNextTickAsync(_ending.Token).AsTask();
            }
        }
        while (!_ending.IsCancellationRequested);
    }

    private async Task LookAsync(MembershipTableData rows, long asked)
    {
        var own = rows.TryGet(presence.Self.Silo)?.Item1;
        if (own is { Status: SiloStatus.Dead })
        {
            // A worker that leaves says of itself that it is dead, last of all.
            lease.Lose();
            if (!presence.Self.IsLeaving)
            {
                LogDead();
                await membership.Refresh(default, _ending.Token);
            }

            return;
        }

        if (own is null)
        {
            return;
        }

        MembershipEntry[] active = [.. rows.Members.Select(member => member.Item1).Where(member => member.Status == SiloStatus.Active)];
        signs.Observe(own.SiloAddress, active.Append(own), asked);

        // Who cannot give signs of life themselves has no business to judge others, nor to move records.
        if (signs.AreFreshOf(own.SiloAddress, asked))
        {
            lease.Renew(asked);
            await BuryTheSilentAsync(active.Where(member => member != own && signs.IsSilent(member.SiloAddress, asked)));
        }
    }

    private async Task BuryTheSilentAsync(IEnumerable<MembershipEntry> silent)
    {
        foreach (var member in silent)
        {
            LogSilent(member.SiloAddress, signs.SilentAfter.TotalMilliseconds);
            await membership.TryKill(member.SiloAddress);
        }
    }

    [LoggerMessage(LogLevel.Warning, "This worker was not able to see for {ElapsedMs} ms whether it is still taken for alive; its tasks pause until it knows.")]
    private partial void LogLate(double elapsedMs);

    [LoggerMessage(LogLevel.Error, "This worker was declared dead by the others, who have its tasks now. It moves no records any more and ends.")]
    private partial void LogDead();

    [LoggerMessage(LogLevel.Warning, "Worker {Worker} gave no sign of life in Kafka for {ElapsedMs} ms (session.timeout.ms) and is declared dead.")]
    private partial void LogSilent(SiloAddress worker, double elapsedMs);
}
