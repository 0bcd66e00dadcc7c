using Microsoft.Extensions.Logging;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Placement;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What all runners of a worker share.</summary>
/// <param name="Plugins">The installed plugins.</param>
/// <param name="Variables">Resolves variables of configurations.</param>
/// <param name="Worker">The worker's settings.</param>
/// <param name="Offsets">Finds where a connector's source offsets are kept.</param>
/// <param name="Topics">Hears which topics connectors use.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logs">The logs.</param>
/// <param name="Lease">Whether this worker may move records.</param>
public sealed record TaskServices(
    PluginRegistry Plugins,
    VariableResolver Variables,
    WorkerConfig Worker,
    SourceOffsetStores Offsets,
    ITopicTracker Topics,
    TimeProvider Time,
    ILoggerFactory Logs,
    WorkerLease Lease);
