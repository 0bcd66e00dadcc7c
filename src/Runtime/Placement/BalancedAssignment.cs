namespace OrleansConnect.Runtime.Placement;

/// <summary>
/// Divides units of work over members: counts differ by at most one, only what must move moves, and the same input gives the same answer.
/// </summary>
internal static class BalancedAssignment
{
    /// <summary>The member of every unit; empty when there are no members.</summary>
    /// <param name="members">Who can take work.</param>
    /// <param name="units">All work there is.</param>
    /// <param name="current">Who has what now; units and members that are gone are ignored.</param>
    public static Dictionary<TUnit, TMember> Compute<TUnit, TMember>(
        IEnumerable<TMember> members,
        IEnumerable<TUnit> units,
        IReadOnlyDictionary<TUnit, TMember> current)
        where TUnit : notnull, IComparable<TUnit>
        where TMember : notnull, IComparable<TMember>
    {
        TUnit[] allUnits = [.. units.Order()];
        var loads = members.Order().ToDictionary(member => member, _ => new List<TUnit>());
        var assignment = new Dictionary<TUnit, TMember>(allUnits.Length);
        if (loads.Count == 0)
        {
            return assignment;
        }

        var homeless = KeepCurrent(allUnits, loads, current);
        homeless.AddRange(ReleaseExcess(loads, allUnits.Length));
        homeless.Sort();
        Spread(homeless, loads);
        foreach (var (member, load) in loads)
        {
            foreach (var unit in load)
            {
                assignment[unit] = member;
            }
        }

        return assignment;
    }

    private static List<TUnit> KeepCurrent<TUnit, TMember>(
        TUnit[] units, Dictionary<TMember, List<TUnit>> loads, IReadOnlyDictionary<TUnit, TMember> current)
        where TMember : notnull
    {
        var homeless = new List<TUnit>();
        foreach (var unit in units)
        {
            if (current.TryGetValue(unit, out var member) && loads.TryGetValue(member, out var load))
            {
                load.Add(unit);
            }
            else
            {
                homeless.Add(unit);
            }
        }

        return homeless;
    }

    // The fullest members keep one more than the others, as far as the remainder goes.
    private static List<TUnit> ReleaseExcess<TUnit, TMember>(Dictionary<TMember, List<TUnit>> loads, int count)
        where TMember : notnull
    {
        var (share, withOneMore) = Math.DivRem(count, loads.Count);
        var released = new List<TUnit>();
        foreach (var load in loads.Values.OrderByDescending(load => load.Count))
        {
            var keep = share + (withOneMore > 0 ? 1 : 0);
            withOneMore -= withOneMore > 0 ? 1 : 0;
            if (load.Count > keep)
            {
                released.AddRange(load[keep..]);
                load.RemoveRange(keep, load.Count - keep);
            }
        }

        return released;
    }

    private static void Spread<TUnit, TMember>(List<TUnit> homeless, Dictionary<TMember, List<TUnit>> loads)
        where TMember : notnull
    {
        var byLoad = new PriorityQueue<List<TUnit>, (int Count, int Order)>();
        var order = 0;
        foreach (var load in loads.Values)
        {
            byLoad.Enqueue(load, (load.Count, order++));
        }

        foreach (var unit in homeless)
        {
            byLoad.TryDequeue(out var load, out var priority);
            load?.Add(unit);
            byLoad.Enqueue(load ?? [], (priority.Count + 1, priority.Order));
        }
    }
}
