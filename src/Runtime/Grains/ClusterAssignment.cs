using OrleansConnect.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>The catalog and who does what. Changes are in memory at once; the grain stores them before it answers.</summary>
internal sealed class ClusterAssignment(ClusterMembers members, MovementLog movements)
{
    // Enough to tell why things are where they are, and small beside the assignment that they are stored with.
    private const int StoredMovements = 100;

    // What an overview shows; who follows movements gets all.
    private const int ShownMovements = 1000;

    private readonly SortedDictionary<string, PlacedConnector> _connectors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _moved = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Connectors => [.. _connectors.Keys];

    public bool Has(string connector) => _connectors.ContainsKey(connector);

    public int MemberCount => members.Alive.Count;

    public SiloAddress? SiloOf(string connector) => _connectors.GetValueOrDefault(connector)?.Silo;

    /// <summary>Takes over what is stored.</summary>
    public void Load(StoredCluster stored)
    {
        Member[] known = [.. stored.Members.Select(member => member.ToMember())];
        members.Load(known);
        movements.Load(stored.Movements);
        SiloAddress? SiloAt(int place) => place > 0 && place <= known.Length ? known[place - 1].Silo : null;
        foreach (var (name, placement) in stored.Connectors)
        {
            _connectors[name] = new(name, new(placement.Labels, placement.Weight), SiloAt(placement.Silo), [.. placement.Tasks.Select(SiloAt)]);
        }
    }

    public StoredCluster Save()
    {
        members.Forget(SilosWithWork());
        var known = members.Known;
        var places = known.Select((member, index) => (member.Silo, Place: index + 1)).ToDictionary(entry => entry.Silo, entry => entry.Place);
        int PlaceOf(SiloAddress? silo) => silo is not null ? places.GetValueOrDefault(silo) : 0;
        return new()
        {
            Members = [.. known.Select(StoredMember.From)],
            Connectors = _connectors.ToDictionary(entry => entry.Key, entry => new StoredPlacement
            {
                Silo = PlaceOf(entry.Value.Silo),
                Tasks = [.. entry.Value.Tasks.Select(PlaceOf)],
                Labels = [.. entry.Value.Wish.Labels],
                Weight = entry.Value.Wish.Weight,
            }),
            Movements = [.. movements.Newest(StoredMovements)],
        };
    }

    /// <summary>Whether that changed who is there.</summary>
    public bool Take(MembershipNews news)
    {
        // Also those that were only stored: after a change of the leader nobody is new who was there before.
        var before = members.Known.Select(member => member.Silo).ToHashSet();
        if (members.Take(news) is not { } reason)
        {
            return false;
        }

        members.HoldFor(SilosWithWork(), members.Takers.Any(member => !before.Contains(member.Silo)));
        Divide(reason);
        return true;
    }

    /// <summary>Gives away the work of those who were waited for long enough; whether there was any.</summary>
    public bool ReleaseHeld(DateTimeOffset now)
    {
        if (members.NextRelease is not { } due || due > now)
        {
            return false;
        }

        members.HoldFor([], hasNewcomer: false);
        Divide("a worker did not come back within scheduled.rebalance.max.delay.ms");
        return true;
    }

    /// <summary>Puts a connector into the catalog, on the silo where it is.</summary>
    public void Add(string connector, PlacementWish wish, SiloAddress silo)
    {
        if (!_connectors.ContainsKey(connector))
        {
            _connectors[connector] = new(connector, wish, silo, []);
            Divide($"connector {connector} was created");
        }
    }

    public void Remove(string connector)
    {
        if (_connectors.Remove(connector))
        {
            Divide($"connector {connector} was deleted");
        }
    }

    /// <summary>Whether that changed anything.</summary>
    public bool Set(string connector, PlacementWish wish, int tasks)
    {
        if (!_connectors.TryGetValue(connector, out var before) || (before.Tasks.Count == tasks && before.Wish.Equals(wish)))
        {
            return false;
        }

        _connectors[connector] = before with { Wish = wish, Tasks = [.. Enumerable.Range(0, tasks).Select(task => before.Tasks.ElementAtOrDefault(task))] };
        Divide(before.Wish.Equals(wish) ? $"connector {connector} has {tasks} tasks now" : $"connector {connector} asks for other workers");
        _moved.Remove(connector);
        return true;
    }

    /// <summary>Where a connector and its tasks are to be, or why nowhere.</summary>
    public ConnectorPlaces PlacesOf(string connector) => _connectors.TryGetValue(connector, out var placed)
        ? new(PlaceOf(placed, placed.Silo), [.. placed.Tasks.Select(silo => PlaceOf(placed, silo))])
        : new(new(null, "The connector was deleted."), []);

    /// <summary>The connectors that moved, or with tasks that have moved, since this was asked last.</summary>
    public IReadOnlyList<string> TakeMoved()
    {
        string[] moved = [.. _moved.Where(_connectors.ContainsKey)];
        _moved.Clear();
        return moved;
    }

    /// <summary>Everybody alive with what they have; one of them leads: it holds the cluster grain.</summary>
    public IReadOnlyList<WorkerInfo> Workers(SiloAddress? leader)
    {
        var connectors = _connectors.Values.ToLookup(connector => connector.Silo, connector => connector.Name);
        var tasks = _connectors.Values.SelectMany(connector => connector.Tasks.Select((silo, task) => (Silo: silo, Task: new TaskId(connector.Name, task))))
            .ToLookup(entry => entry.Silo, entry => entry.Task);
        return [.. members.Alive.Select(member => new WorkerInfo(
            member.WorkerId, member.Silo.ToParsableString(), [.. connectors[member.Silo]], [.. tasks[member.Silo]])
        {
            Version = member.Version,
            Labels = member.Labels,
            IsLeaving = member.IsLeaving,
            IsLeader = member.Silo.Equals(leader),
        })];
    }

    public ClusterOverview Overview(SiloAddress? leader) => new(Workers(leader), Unassigned(), movements.Newest(ShownMovements));

    public IReadOnlyList<Movement> MovementsAfter(long id) => movements.After(id);

    private IReadOnlyList<UnassignedWork> Unassigned() => [.. _connectors.Keys.SelectMany(name =>
    {
        var places = PlacesOf(name);
        var tasks = places.Tasks.Select((place, task) => (What: new TaskId(name, task).ToString(), place.Reason));
        return tasks.Prepend((What: name, places.Connector.Reason)).Where(entry => entry.Reason is not null)
            .Select(entry => new UnassignedWork(entry.What, entry.Reason ?? ""));
    })];

    private TaskPlace PlaceOf(PlacedConnector connector, SiloAddress? silo) => silo switch
    {
        not null when !members.Held.Contains(silo) => new(silo, null),
        not null => new(null, $"Worker {members.NameOf(silo)} is gone; its work waits for its return, for at most scheduled.rebalance.max.delay.ms."),
        null when connector.Wish.Labels.Count > 0 => new(null,
            $"No worker carries the labels that 'placement.labels' asks for: {string.Join(", ", connector.Wish.Labels)}. Start one with worker.labels={string.Join(',', connector.Wish.Labels)}, or ask for others."),
        null => new(null, "There is no worker to take it."),
    };

    private HashSet<SiloAddress> SilosWithWork() =>
        [.. _connectors.Values.SelectMany(connector => connector.Tasks.Prepend(connector.Silo)).OfType<SiloAddress>()];

    // Work that is held stays on record with the silo it waits for.
    private void Divide(string reason)
    {
        var takers = members.Takers;
        if (takers.Count == 0)
        {
            return;
        }

        var held = members.Held;
        foreach (var after in ClusterPlan.Compute(takers, _connectors.Values, held))
        {
            var before = _connectors[after.Name];
            if (ReferenceEquals(before, after) && held.Count == 0)
            {
                continue;
            }

            var silo = Move(after.Name, null, before.Silo, after.Silo, held, reason);
            SiloAddress?[] tasks = [.. after.Tasks.Select((to, task) => Move(after.Name, task, before.Tasks[task], to, held, reason))];
            _connectors[after.Name] = after with { Silo = silo, Tasks = tasks };
            if (!Equals(before.Silo, silo) || !before.Tasks.SequenceEqual(tasks) || tasks.Append(silo).Any(where => where is not null && held.Contains(where)))
            {
                _moved.Add(after.Name);
            }
        }
    }

    private SiloAddress? Move(string connector, int? task, SiloAddress? from, SiloAddress? to, IReadOnlySet<SiloAddress> held, string reason)
    {
        if (from is null || from.Equals(to))
        {
            return to;
        }

        if (held.Contains(from))
        {
            return from;
        }

        var why = !members.IsAlive(from) ? $"worker {members.NameOf(from)} is gone"
            : members.IsLeaving(from) ? $"worker {members.NameOf(from)} is leaving"
            : reason;
        movements.Add(task is { } moved ? new TaskId(connector, moved).ToString() : connector, members.NameOf(from), to is null ? null : members.NameOf(to), why);
        return to;
    }
}
