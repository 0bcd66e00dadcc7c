namespace OrleansConnect.Runtime.Placement;

/// <summary>
/// Divides units of work over members: loads differ by at most the weight of a unit that could move, which with equal weights is one; only what must move moves; and the same
/// input gives the same answer.
/// </summary>
internal static class BalancedAssignment
{
    /// <summary>The member of every unit, all of equal weight and free to go anywhere; empty when there are no members.</summary>
    public static Dictionary<TUnit, TMember> Compute<TUnit, TMember>(
        IEnumerable<TMember> members, IEnumerable<TUnit> units, IReadOnlyDictionary<TUnit, TMember> current)
        where TUnit : notnull, IComparable<TUnit>
        where TMember : notnull, IComparable<TMember> =>
        Compute(members, units.Select(unit => new WorkUnit<TUnit, TMember>(unit, 1, null)), current);

    /// <summary>The member of every unit that anybody may have.</summary>
    /// <param name="members">Who can take work.</param>
    /// <param name="units">All work there is.</param>
    /// <param name="current">Who has what now; units and members that are gone are ignored.</param>
    public static Dictionary<TUnit, TMember> Compute<TUnit, TMember>(
        IEnumerable<TMember> members, IEnumerable<WorkUnit<TUnit, TMember>> units, IReadOnlyDictionary<TUnit, TMember> current)
        where TUnit : notnull, IComparable<TUnit>
        where TMember : notnull, IComparable<TMember>
    {
        MemberLoad<TUnit, TMember>[] loads = [.. members.Order().Select(member => new MemberLoad<TUnit, TMember>(member))];
        var homeless = Keep(loads, [.. units.OrderBy(unit => unit.Unit)], current);
        foreach (var unit in homeless.OrderBy(unit => unit.Allowed?.Count ?? int.MaxValue).ThenByDescending(unit => unit.Weight))
        {
            Lightest(loads, unit)?.Add(unit);
        }

        while (TryEvenOut(loads))
        {
        }

        return loads.SelectMany(load => load.Units.Select(unit => (unit.Unit, load.Member))).ToDictionary(entry => entry.Unit, entry => entry.Member);
    }

    // What has a member that may keep it stays there; the rest is returned.
    private static List<WorkUnit<TUnit, TMember>> Keep<TUnit, TMember>(
        MemberLoad<TUnit, TMember>[] loads, WorkUnit<TUnit, TMember>[] units, IReadOnlyDictionary<TUnit, TMember> current)
        where TMember : notnull
    {
        var byMember = loads.ToDictionary(load => load.Member);
        var homeless = new List<WorkUnit<TUnit, TMember>>();
        foreach (var unit in units)
        {
            if (current.TryGetValue(unit.Unit, out var member) && byMember.TryGetValue(member, out var load) && unit.MayGoTo(member))
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

    private static MemberLoad<TUnit, TMember>? Lightest<TUnit, TMember>(MemberLoad<TUnit, TMember>[] loads, WorkUnit<TUnit, TMember> unit)
    {
        MemberLoad<TUnit, TMember>? lightest = null;
        foreach (var load in loads)
        {
            if ((lightest is null || load.Weight < lightest.Weight) && unit.MayGoTo(load.Member))
            {
                lightest = load;
            }
        }

        return lightest;
    }

    // One move from a heavier member to a lighter one, the farthest apart first. Each lessens the sum of squares, so there is an end.
    private static bool TryEvenOut<TUnit, TMember>(MemberLoad<TUnit, TMember>[] loads)
    {
        var (heaviest, lightest) = Extremes(loads);
        if (heaviest is null || lightest is null || heaviest.Weight - lightest.Weight <= 1)
        {
            return false;
        }

        if (heaviest.TryRelieve(lightest))
        {
            return true;
        }

        MemberLoad<TUnit, TMember>[] byWeight = [.. loads.OrderBy(load => load.Weight)];
        for (var from = byWeight.Length - 1; from > 0; from--)
        {
            for (var to = 0; to < from; to++)
            {
                if (byWeight[from].TryRelieve(byWeight[to]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static (MemberLoad<TUnit, TMember>? Heaviest, MemberLoad<TUnit, TMember>? Lightest) Extremes<TUnit, TMember>(MemberLoad<TUnit, TMember>[] loads)
    {
        MemberLoad<TUnit, TMember>? heaviest = null;
        MemberLoad<TUnit, TMember>? lightest = null;
        foreach (var load in loads)
        {
            heaviest = heaviest is null || load.Weight > heaviest.Weight ? load : heaviest;
            lightest = lightest is null || load.Weight < lightest.Weight ? load : lightest;
        }

        return (heaviest, lightest);
    }
}
