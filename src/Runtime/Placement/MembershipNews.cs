namespace OrleansConnect.Runtime.Placement;

/// <summary>Who is alive, as one silo sees it.</summary>
/// <param name="Reporter">The silo that says so.</param>
/// <param name="Version">The version of the membership table it has seen; older news than those known are ignored.</param>
/// <param name="Alive">The active silos.</param>
[GenerateSerializer, Immutable, Alias("connect.runtime.MembershipNews")]
internal sealed record MembershipNews([property: Id(0)] Member Reporter, [property: Id(1)] long Version, [property: Id(2)] IReadOnlyList<SiloAddress> Alive);
