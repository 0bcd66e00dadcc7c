namespace OrleansConnect.Runtime.Placement;

/// <summary>A piece of work that one member has.</summary>
/// <param name="Unit">What it is.</param>
/// <param name="Weight">How much it counts, from 1.</param>
/// <param name="Allowed">Who may have it; null for everybody. Units with the same wish share the set.</param>
internal readonly record struct WorkUnit<TUnit, TMember>(TUnit Unit, int Weight, IReadOnlySet<TMember>? Allowed)
{
    public bool MayGoTo(TMember member) => Allowed is null || Allowed.Contains(member);
}
