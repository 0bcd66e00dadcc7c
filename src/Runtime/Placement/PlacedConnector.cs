namespace OrleansConnect.Runtime.Placement;

/// <summary>A connector in the assignment: what it asks for and where it and its tasks are; null for nowhere.</summary>
internal sealed record PlacedConnector(string Name, PlacementWish Wish, SiloAddress? Silo, IReadOnlyList<SiloAddress?> Tasks)
{
    /// <summary>The same connector there; this very one when it is there already.</summary>
    public PlacedConnector At(SiloAddress? silo, IReadOnlyList<SiloAddress?> tasks) =>
        Equals(Silo, silo) && Tasks.SequenceEqual(tasks) ? this : this with { Silo = silo, Tasks = tasks };
}
