using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Placement;

/// <summary>
/// Reads the membership table twice a second. It renews this worker's lease while the table shows it alive, and it declares others dead who give the cluster no sign of life in
/// Kafka any more though their peers still reach them: they can move nothing.
/// </summary>
internal sealed partial class LivenessWatch(
    IMembershipTable table, IClusterMembershipService membership, WorkerPresence presence, WorkerLease lease, WorkerConfig config, ILogger<LivenessWatch> logger)
    : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(2.5);

    private readonly CancellationTokenSource _ending = new();
    private readonly Dictionary<SiloAddress, (DateTime Sign, long SeenAt)> _signs = [];
    private Task _loop = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    // The lease is needed until the last commit: the loop ends with the process' container.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        lease.Renew(Stopwatch.GetTimestamp());
        var isLate = false;
        do
        {
            var asked = Stopwatch.GetTimestamp();
            if (lease.Age > LateAfter && !isLate)
            {
                LogLate(lease.Age.TotalMilliseconds);
            }

            isLate = lease.Age > LateAfter;
            try
            {
                await LookAsync(await table.ReadAllAsync(_ending.Token), asked);
            }
            catch (Exception) when (!_ending.IsCancellationRequested)
            {
                // Without Kafka there is no news; the lease runs out meanwhile, and nothing could be moved anyway.
            }
        }
        while (await timer.WaitForNextTickAsync(_ending.Token));
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

        if (own is not null)
        {
            lease.Renew(asked);
            await BuryTheSilentAsync(rows.Members.Select(member => member.Item1), asked);
        }
    }

    // By what changes, not by what clocks say: those of two machines may differ.
    private async Task BuryTheSilentAsync(IEnumerable<MembershipEntry> members, long now)
    {
        var silent = new List<SiloAddress>();
        foreach (var member in members.Where(member => member.Status == SiloStatus.Active))
        {
            if (!_signs.TryGetValue(member.SiloAddress, out var last) || last.Sign != member.IAmAliveTime)
            {
                _signs[member.SiloAddress] = (member.IAmAliveTime, now);
            }
            else if (Stopwatch.GetElapsedTime(last.SeenAt, now) > config.SessionTimeout && !member.SiloAddress.Equals(presence.Self.Silo))
            {
                silent.Add(member.SiloAddress);
            }
        }

        // Who cannot give signs of life themselves has no business to judge others.
        if (silent.Count > 0 && _signs.TryGetValue(presence.Self.Silo, out var own) && Stopwatch.GetElapsedTime(own.SeenAt, now) < config.SessionTimeout / 2)
        {
            foreach (var other in silent)
            {
                LogSilent(other, config.SessionTimeout.TotalMilliseconds);
                await membership.TryKill(other);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "This worker was not able to see for {ElapsedMs} ms whether it is still taken for alive; its tasks pause until it knows.")]
    private partial void LogLate(double elapsedMs);

    [LoggerMessage(LogLevel.Error, "This worker was declared dead by the others, who have its tasks now. It moves no records any more and ends.")]
    private partial void LogDead();

    [LoggerMessage(LogLevel.Warning, "Worker {Worker} gave no sign of life in Kafka for {ElapsedMs} ms (session.timeout.ms) and is declared dead.")]
    private partial void LogSilent(SiloAddress worker, double elapsedMs);
}
