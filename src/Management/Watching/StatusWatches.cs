using OrleansConnect.Management.Requests;

namespace OrleansConnect.Management.Watching;

/// <summary>Makes watches for the doors.</summary>
internal sealed class StatusWatches(IGrainFactory grains, ConnectorRequests requests, TimeProvider time)
{
    /// <summary>A watch of these connectors, or of all if there are none.</summary>
    public StatusWatch Create(IEnumerable<string> names) => new(grains, requests, time, names);
}
