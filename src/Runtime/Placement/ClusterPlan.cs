namespace OrleansConnect.Runtime.Placement;

/// <summary>The one function behind every assignment: from who is there, what there is to do and who does it now, to who is to do it.</summary>
internal static class ClusterPlan
{
    /// <summary>Connectors and tasks are divided each for themselves, so that both are even. What does not change comes back as the same object.</summary>
    /// <param name="members">Who can take work.</param>
    /// <param name="connectors">All connectors, with where they and their tasks are now.</param>
    /// <param name="held">Silos that are gone and whose work waits for their return: it is nowhere until then.</param>
    public static IReadOnlyList<PlacedConnector> Compute(
        IReadOnlyCollection<Member> members, IReadOnlyCollection<PlacedConnector> connectors, IReadOnlySet<SiloAddress> held)
    {
        if (members.Count == 1)
        {
            var only = members.First();
            return [.. connectors.Select(connector => Alone(only, connector, held))];
        }

        var silos = members.Select(member => member.Silo).ToList();
        var allowed = AllowedSilos(members, connectors);
        var ofConnectors = Divide(silos, held, connectors.Select(connector => (
            new WorkUnit<UnitKey, SiloAddress>(new(connector.Name, -1), 1, allowed[connector.Name]), connector.Silo)));
        var ofTasks = Divide(silos, held, connectors.SelectMany(connector => connector.Tasks.Select((silo, task) => (
            new WorkUnit<UnitKey, SiloAddress>(new(connector.Name, task), connector.Wish.Weight, allowed[connector.Name]), silo))));
        return [.. connectors.Select(connector => connector.At(
            ofConnectors.GetValueOrDefault(new(connector.Name, -1)),
            [.. connector.Tasks.Select((_, task) => ofTasks.GetValueOrDefault(new(connector.Name, task)))]))];
    }

    // Nothing is to be weighed where one silo has all that it may have.
    private static PlacedConnector Alone(Member member, PlacedConnector connector, IReadOnlySet<SiloAddress> held)
    {
        var silo = connector.Wish.IsMetBy(member.Labels) ? member.Silo : null;
        SiloAddress? Place(SiloAddress? before) => before is not null && held.Contains(before) ? null : silo;
        return connector.At(Place(connector.Silo), [.. connector.Tasks.Select(Place)]);
    }

    private static Dictionary<UnitKey, SiloAddress> Divide(
        List<SiloAddress> silos, IReadOnlySet<SiloAddress> held, IEnumerable<(WorkUnit<UnitKey, SiloAddress> Unit, SiloAddress? Silo)> work)
    {
        var current = new Dictionary<UnitKey, SiloAddress>();
        var units = new List<WorkUnit<UnitKey, SiloAddress>>();
        foreach (var (unit, silo) in work)
        {
            if (silo is not null && held.Contains(silo))
            {
                continue;
            }

            units.Add(unit);
            if (silo is not null)
            {
                current[unit.Unit] = silo;
            }
        }

        return BalancedAssignment.Compute(silos, units, current);
    }

    // Null for connectors that ask for nothing; connectors that ask for the same share a set.
    private static Dictionary<string, IReadOnlySet<SiloAddress>?> AllowedSilos(
        IReadOnlyCollection<Member> members, IReadOnlyCollection<PlacedConnector> connectors)
    {
        var byLabels = new Dictionary<string, IReadOnlySet<SiloAddress>>(StringComparer.Ordinal);
        var allowed = new Dictionary<string, IReadOnlySet<SiloAddress>?>(StringComparer.Ordinal);
        foreach (var (name, wish, _, _) in connectors)
        {
            if (wish.Labels.Count == 0)
            {
                allowed[name] = null;
                continue;
            }

            var labels = string.Join(',', wish.Labels);
            if (!byLabels.TryGetValue(labels, out var silos))
            {
                byLabels[labels] = silos = members.Where(member => wish.IsMetBy(member.Labels)).Select(member => member.Silo).ToHashSet();
            }

            allowed[name] = silos;
        }

        return allowed;
    }

    private readonly record struct UnitKey(string Connector, int Task) : IComparable<UnitKey>
    {
        public int CompareTo(UnitKey other)
        {
            var byConnector = string.CompareOrdinal(Connector, other.Connector);
            return byConnector != 0 ? byConnector : Task.CompareTo(other.Task);
        }
    }
}
