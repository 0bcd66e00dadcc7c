using System.Diagnostics;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Runtime.Placement;

/// <summary>
/// When each silo's sign of life in the membership table was last seen to change. By what changes, not by what clocks say: those of two machines may differ. Not for several
/// threads.
/// </summary>
internal sealed class SignsOfLife(WorkerConfig config, IOptions<ClusterMembershipOptions> membership)
{
    private readonly Dictionary<SiloAddress, (DateTime Sign, long SeenAt)> _signs = [];

    /// <summary>After how long without a sign a silo is silent: long enough for three signs, and for the silo to notice before and to let its lease run out.</summary>
    public TimeSpan SilentAfter { get; } =
        new[] { config.SessionTimeout, membership.Value.IAmAliveTablePublishTimeout * 3, config.ProbeTimeout * 6 }.Max();

    /// <summary>Takes over what the table says at that time, as one silo sees it.</summary>
    public void Observe(SiloAddress self, IEnumerable<MembershipEntry> members, long now)
    {
        var wasFresh = AreFreshOf(self, now);
        foreach (var member in members)
        {
            if (!_signs.TryGetValue(member.SiloAddress, out var last) || last.Sign != member.IAmAliveTime)
            {
                _signs[member.SiloAddress] = (member.IAmAliveTime, now);
            }
        }

        // After an outage of the store everybody's signs are old, and some silos are a little later than others with their next: the time begins anew for all.
        if (!wasFresh && AreFreshOf(self, now))
        {
            foreach (var silo in _signs.Keys.ToList())
            {
                _signs[silo] = _signs[silo] with { SeenAt = now };
            }
        }
    }

    public bool IsSilent(SiloAddress silo, long now) => AgeOf(silo, now) > SilentAfter;

    /// <summary>
    /// Whether the silo's own signs come back from the table. The table may answer from memory while its store is out of reach, and then they do not. This ends well before the
    /// others call the silo silent.
    /// </summary>
    public bool AreFreshOf(SiloAddress silo, long now) => AgeOf(silo, now) <= SilentAfter / 2;

    private TimeSpan AgeOf(SiloAddress silo, long now) => _signs.TryGetValue(silo, out var last) ? Stopwatch.GetElapsedTime(last.SeenAt, now) : TimeSpan.Zero;
}
