using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Tells the cluster grain of a connector, and asks it where the connector and its tasks are to run.</summary>
internal sealed class ConnectorPlacement(string connector, IConnectClusterControl cluster)
{
    public string Connector => connector;

    /// <summary>Puts the connector into the catalog; it is on that silo.</summary>
    public Task AddAsync(IReadOnlyDictionary<string, string?> config, SiloAddress silo) => cluster.AddConnector(connector, PlacementWish.Of(config), silo);

    /// <summary>Takes the connector out of the catalog.</summary>
    /// <param name="lastGeneration">The last generation that any of its tasks had.</param>
    public Task RemoveAsync(long lastGeneration) => cluster.RemoveConnector(connector, lastGeneration);

    /// <summary>Has the catalog look whether there is such a connector.</summary>
    public Task CheckAsync() => cluster.CheckConnector(connector);

    /// <summary>Where it and that many tasks are to run.</summary>
    public Task<ConnectorPlaces> AskAsync(IReadOnlyDictionary<string, string?> config, int tasks) => cluster.Place(connector, PlacementWish.Of(config), tasks);
}
