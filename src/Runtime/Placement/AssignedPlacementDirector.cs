using Orleans.Runtime.Placement;

namespace OrleansConnect.Runtime.Placement;

/// <summary>Follows the hint of a caller that knows the assignment; whoever calls without one gets a stable silo, from which the grain is moved if need be.</summary>
internal sealed class AssignedPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) is { } hinted)
        {
            return Task.FromResult(hinted);
        }

        SiloAddress[] sorted = [.. silos.Order()];
        return Task.FromResult(sorted[target.GrainIdentity.GetUniformHashCode() % (uint)sorted.Length]);
    }
}
