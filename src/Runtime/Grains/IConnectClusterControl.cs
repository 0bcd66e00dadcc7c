using Orleans.Concurrency;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What workers and connectors say to the cluster grain.</summary>
[Alias("connect.runtime.IConnectClusterControl")]
internal interface IConnectClusterControl : IGrainWithIntegerKey
{
    /// <summary>A worker tells who is alive, as it sees it, and its own name.</summary>
    [Alias("OnMembership"), AlwaysInterleave]
    Task OnMembership(Member reporter, IReadOnlyList<SiloAddress> alive);

    /// <summary>Puts a connector into the catalog and the assignment; it is on that silo now.</summary>
    [Alias("AddConnector"), AlwaysInterleave]
    Task AddConnector(string connector, SiloAddress silo);

    /// <summary>Has the cluster look whether there is such a connector, and take its name out of the catalog if not.</summary>
    [Alias("CheckConnector"), AlwaysInterleave]
    Task CheckConnector(string connector);

    /// <summary>Takes a connector and its tasks out.</summary>
    [Alias("RemoveConnector"), AlwaysInterleave]
    Task RemoveConnector(string connector);

    /// <summary>Says how many tasks a connector has, and hears which silo each is assigned to.</summary>
    [Alias("PlaceTasks"), AlwaysInterleave]
    Task<IReadOnlyList<SiloAddress>> PlaceTasks(string connector, int count);

    /// <summary>A connector's status changed.</summary>
    [Alias("OnStatus"), AlwaysInterleave, OneWay]
    Task OnStatus(ConnectorStatus status);
}
