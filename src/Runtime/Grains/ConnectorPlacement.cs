using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Runtime.Grains;

/// <summary>Asks the cluster grain where a connector and its tasks are to run.</summary>
internal sealed class ConnectorPlacement(string connector, IConnectClusterControl cluster)
{
    public Task<ConnectorPlaces> AskAsync(IReadOnlyDictionary<string, string?> config, int tasks) => cluster.Place(connector, PlacementWish.Of(config), tasks);
}
