using Orleans.Concurrency;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What workers and connectors say to the cluster grain.</summary>
[Alias("connect.runtime.IConnectClusterControl")]
internal interface IConnectClusterControl : IGrainWithIntegerKey
{
    /// <summary>A worker tells who is alive, as it sees it, and who it is itself.</summary>
    [Alias("OnMembership"), AlwaysInterleave]
    Task OnMembership(MembershipNews news);

    /// <summary>Puts a connector into the catalog and the assignment; it is on that silo now.</summary>
    [Alias("AddConnector"), AlwaysInterleave]
    Task AddConnector(string connector, PlacementWish wish, SiloAddress silo);

    /// <summary>Has the cluster look whether there is such a connector, and take its name out of the catalog if not.</summary>
    [Alias("CheckConnector"), AlwaysInterleave]
    Task CheckConnector(string connector);

    /// <summary>Takes a connector and its tasks out; that is the last generation they had.</summary>
    [Alias("RemoveConnector"), AlwaysInterleave]
    Task RemoveConnector(string connector, long lastGeneration);

    /// <summary>Says how many tasks a connector has and what it asks for, and hears where it and each of them is to run.</summary>
    [Alias("Place"), AlwaysInterleave]
    Task<ConnectorPlaces> Place(string connector, PlacementWish wish, int tasks);

    /// <summary>A connector's status changed.</summary>
    [Alias("OnStatus"), AlwaysInterleave, OneWay]
    Task OnStatus(ConnectorStatus status);
}
