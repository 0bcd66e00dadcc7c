using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>The task configurations that a plugin has made.</summary>
/// <param name="Request">At which request, see <see cref="ConnectorSupervisor.TaskConfigsRequests"/>.</param>
/// <param name="ConfigVersion">Of which version of the connector's configuration.</param>
/// <param name="Kind">What kind of tasks.</param>
/// <param name="Configs">One for each task.</param>
internal sealed record MadeTaskConfigs(long Request, long ConfigVersion, ConnectorKind Kind, List<Dictionary<string, string>> Configs);
