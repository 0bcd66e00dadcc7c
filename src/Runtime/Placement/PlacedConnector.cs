namespace OrleansConnect.Runtime.Placement;

/// <summary>A connector in the assignment: what it asks for and where it and its tasks are; null for nowhere.</summary>
internal sealed record PlacedConnector(string Name, PlacementWish Wish, SiloAddress? Silo, IReadOnlyList<SiloAddress?> Tasks);
