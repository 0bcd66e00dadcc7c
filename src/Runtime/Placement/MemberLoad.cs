namespace OrleansConnect.Runtime.Placement;

/// <summary>What a member has while the work is being divided.</summary>
internal sealed class MemberLoad<TUnit, TMember>(TMember member)
{
    // By weight: with thousands of units, those of one weight are not looked through one by one.
    private readonly SortedDictionary<int, List<WorkUnit<TUnit, TMember>>> _units = [];

    public TMember Member => member;

    public IEnumerable<WorkUnit<TUnit, TMember>> Units => _units.Values.SelectMany(units => units);

    public long Weight { get; private set; }

    public void Add(in WorkUnit<TUnit, TMember> unit)
    {
        if (!_units.TryGetValue(unit.Weight, out var equals))
        {
            _units[unit.Weight] = equals = [];
        }

        equals.Add(unit);
        Weight += unit.Weight;
    }

    /// <summary>Gives the unit to the other that makes the two most even, the last added of equals; false when there is none.</summary>
    public bool TryRelieve(MemberLoad<TUnit, TMember> other)
    {
        var difference = Weight - other.Weight;
        List<WorkUnit<TUnit, TMember>>? from = null;
        var (best, index) = (0, -1);
        foreach (var (weight, units) in _units)
        {
            if (weight >= difference || (from is not null && !IsBetter(weight, best, difference)))
            {
                break;
            }

            if (units.FindLastIndex(unit => unit.MayGoTo(other.Member)) is >= 0 and var last)
            {
                (from, best, index) = (units, weight, last);
            }
        }

        if (from is null)
        {
            return false;
        }

        other.Add(from[index]);
        from.RemoveAt(index);
        Weight -= best;
        return true;
    }

    // The nearer to half of the difference, the more even the two become.
    private static bool IsBetter(int weight, int best, long difference) => Math.Abs((weight * 2L) - difference) < Math.Abs((best * 2L) - difference);
}
