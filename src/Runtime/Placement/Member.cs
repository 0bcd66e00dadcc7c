namespace OrleansConnect.Runtime.Placement;

/// <summary>What a silo says of itself.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="WorkerId">The name by which users know it.</param>
/// <param name="Version">The product's version.</param>
/// <param name="Labels">What it carries, for connectors that ask.</param>
/// <param name="IsLeaving">Whether it is on its way out: it keeps what it has until others took it over, and is given nothing.</param>
[GenerateSerializer, Immutable, Alias("connect.runtime.Member")]
internal sealed record Member(
    [property: Id(0)] SiloAddress Silo,
    [property: Id(1)] string WorkerId,
    [property: Id(2)] string Version,
    [property: Id(3)] IReadOnlyList<string> Labels,
    [property: Id(4)] bool IsLeaving);
