namespace OrleansConnect.Runtime.Placement;

/// <summary>Grains of this strategy live where the cluster grain's assignment says.</summary>
[GenerateSerializer, Immutable, Alias("connect.AssignedPlacement")]
public sealed class AssignedPlacement : PlacementStrategy;
