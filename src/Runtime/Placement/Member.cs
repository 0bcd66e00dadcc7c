namespace OrleansConnect.Runtime.Placement;

/// <summary>A silo that is alive, and the name by which users know it.</summary>
[GenerateSerializer, Immutable, Alias("connect.runtime.Member")]
internal sealed record Member([property: Id(0)] SiloAddress Silo, [property: Id(1)] string WorkerId);
