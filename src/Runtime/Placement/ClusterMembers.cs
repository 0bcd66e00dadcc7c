namespace OrleansConnect.Runtime.Placement;

/// <summary>
/// Which silos there are: alive, on their way out, or gone so lately that their work still waits for their return (<c>scheduled.rebalance.max.delay.ms</c>).
/// </summary>
internal sealed class ClusterMembers(TimeSpan rebalanceDelay, TimeProvider time)
{
    private readonly Dictionary<SiloAddress, Member> _known = [];
    private readonly Dictionary<SiloAddress, DateTimeOffset> _missing = [];
    private HashSet<SiloAddress> _alive = [];
    private long _version = -1;

    /// <summary>Everybody alive who has said who they are, sorted.</summary>
    public IReadOnlyList<Member> Alive => [.. _alive.Where(_known.ContainsKey).Order().Select(silo => _known[silo])];

    /// <summary>Those who can be given work.</summary>
    public IReadOnlyList<Member> Takers => [.. Alive.Where(member => !member.IsLeaving)];

    /// <summary>Those whose work waits for their return.</summary>
    public IReadOnlySet<SiloAddress> Held => _missing.Where(entry => entry.Value > time.GetUtcNow()).Select(entry => entry.Key).ToHashSet();

    /// <summary>When the next of them has been waited for long enough.</summary>
    public DateTimeOffset? NextRelease => _missing.Count == 0 ? null : _missing.Values.Min();

    /// <summary>Takes over what is stored.</summary>
    public void Load(IEnumerable<Member> members)
    {
        foreach (var member in members)
        {
            _known[member.Silo] = member;
        }
    }

    /// <summary>Takes over news; what changed in words, or null when nothing did.</summary>
    public string? Take(MembershipNews news)
    {
        var changed = TakeReporter(news.Reporter);
        if (news.Version < _version || _alive.SetEquals(news.Alive))
        {
            _version = Math.Max(_version, news.Version);
            return changed;
        }

        var joined = news.Alive.Where(silo => !_alive.Contains(silo) && _known.ContainsKey(silo)).Select(NameOf).ToList();
        changed = joined.Count > 0 ? $"worker {string.Join(", ", joined)} joined" : changed ?? "the workers changed";
        _version = news.Version;
        _alive = [.. news.Alive];
        return changed;
    }

    /// <summary>Waits for those with work who are not there, from now on or from when that was seen first; somebody new ends the waiting, for they may be who is waited for.</summary>
    public void HoldFor(IEnumerable<SiloAddress> silosWithWork, bool hasNewcomer)
    {
        var gone = silosWithWork.Where(silo => !_alive.Contains(silo)).ToHashSet();
        foreach (var silo in _missing.Keys.Where(silo => !gone.Contains(silo)).ToList())
        {
            _missing.Remove(silo);
        }

        foreach (var silo in gone.Where(silo => rebalanceDelay > TimeSpan.Zero && !(_known.TryGetValue(silo, out var member) && member.IsLeaving)))
        {
            _missing.TryAdd(silo, time.GetUtcNow() + rebalanceDelay);
        }

        if (hasNewcomer)
        {
            _missing.Clear();
        }
    }

    /// <summary>Forgets those who are gone and have nothing any more.</summary>
    public void Forget(IReadOnlySet<SiloAddress> silosWithWork)
    {
        foreach (var silo in _known.Keys.Where(silo => !_alive.Contains(silo) && !silosWithWork.Contains(silo)).ToList())
        {
            _known.Remove(silo);
        }
    }

    /// <summary>Everybody known, sorted: alive, or with work that nobody took over yet.</summary>
    public IReadOnlyList<Member> Known => [.. _known.Values.OrderBy(member => member.Silo)];

    public bool IsAlive(SiloAddress silo) => _alive.Contains(silo);

    public bool IsLeaving(SiloAddress silo) => _known.TryGetValue(silo, out var member) && member.IsLeaving;

    public string NameOf(SiloAddress silo) => _known.TryGetValue(silo, out var member) ? member.WorkerId : silo.Endpoint.ToString();

    private string? TakeReporter(Member reporter)
    {
        var before = _known.GetValueOrDefault(reporter.Silo);
        if (before is not null && before.IsLeaving == reporter.IsLeaving && before.Labels.SequenceEqual(reporter.Labels))
        {
            return null;
        }

        _known[reporter.Silo] = reporter;
        return reporter.IsLeaving ? $"worker {reporter.WorkerId} is leaving" : $"worker {reporter.WorkerId} joined";
    }
}
