using Orleans.Placement;

namespace OrleansConnect.Runtime.Placement;

/// <summary>Marks a grain class that lives where the cluster grain's assignment says.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AssignedPlacementAttribute() : PlacementAttribute(new AssignedPlacement());
