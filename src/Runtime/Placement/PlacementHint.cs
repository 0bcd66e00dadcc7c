using Orleans.Runtime.Placement;

namespace OrleansConnect.Runtime.Placement;

/// <summary>Puts a placement hint on the calls made within a using block, and takes it away again: the request context flows into nested calls.</summary>
internal readonly struct PlacementHint : IDisposable
{
    private PlacementHint(SiloAddress silo) => RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);

    public static PlacementHint To(SiloAddress silo) => new(silo);

    public void Dispose() => RequestContext.Remove(IPlacementDirector.PlacementHintKey);
}
