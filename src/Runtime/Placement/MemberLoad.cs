namespace OrleansConnect.Runtime.Placement;

/// <summary>What a member has while the work is being divided.</summary>
internal sealed class MemberLoad<TUnit, TMember>(TMember member)
{
    private readonly List<WorkUnit<TUnit, TMember>> _units = [];

    public TMember Member => member;

    public IReadOnlyList<WorkUnit<TUnit, TMember>> Units => _units;

    public long Weight { get; private set; }

    public void Add(in WorkUnit<TUnit, TMember> unit)
    {
        _units.Add(unit);
        Weight += unit.Weight;
    }

    /// <summary>Gives the heaviest unit to the other that makes the two more even, the last added of equals; false when there is none.</summary>
    public bool TryRelieve(MemberLoad<TUnit, TMember> other)
    {
        var difference = Weight - other.Weight;
        var best = -1;
        for (var i = _units.Count - 1; i >= 0 && difference > 1; i--)
        {
            var weight = _units[i].Weight;
            if (weight < difference && (best < 0 || IsBetter(weight, _units[best].Weight, difference)) && _units[i].MayGoTo(other.Member))
            {
                best = i;
                if (weight * 2L == difference || (weight == 1 && difference <= 3))
                {
                    break;
                }
            }
        }

        if (best < 0)
        {
            return false;
        }

        var moved = _units[best];
        _units.RemoveAt(best);
        Weight -= moved.Weight;
        other.Add(moved);
        return true;
    }

    // The nearer to half of the difference, the more even the two become.
    private static bool IsBetter(int weight, int best, long difference) => Math.Abs((weight * 2L) - difference) < Math.Abs((best * 2L) - difference);
}
