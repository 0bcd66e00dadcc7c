using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>Starts connector plugins from their configurations.</summary>
internal sealed partial class ConnectorStarter(
    PluginRegistry plugins, VariableResolver variables, SourceOffsetStores offsets, TimeProvider time, ILogger<ConnectorStarter> logger)
{
    /// <summary>Starts a connector; whatever is wrong is thrown.</summary>
    public async Task<StartedConnector> StartAsync(
        string name, IReadOnlyDictionary<string, string?> config, ConnectorCalls calls, IConnectorEvents events, CancellationToken cancellationToken)
    {
        var found = await variables.ResolveVariablesAsync(config, cancellationToken);
        var plugin = plugins.FindConnector(found.Settings);
        var secrets = ResolvedSecrets.Of(found);
        var instance = await secrets.HideAsync(() => ConnectorInstance.StartAsync(
            plugin,
            calls,
            ContextOf(name, found.Settings, secrets, events),
            GivenSettings.Of(found.Settings),
            error => LogStopFailed(secrets.Hide(error), name),
            cancellationToken));
        var kind = plugin.Kind == PluginKind.Source ? ConnectorKind.Source : ConnectorKind.Sink;
        return new(instance, kind, plugin.Version, config, found);
    }

    /// <summary>Starts a connector whose status nobody sees.</summary>
    public Task<StartedConnector> StartUnseenAsync(
        string name, IReadOnlyDictionary<string, string?> config, IConnectorEvents events, CancellationToken cancellationToken) =>
        StartAsync(name, config, new(name, TimeSpan.Zero, (_, _) => throw new NotSupportedException(), time, logger), events, cancellationToken);

    private ConnectorContext ContextOf(string name, IReadOnlyDictionary<string, string?> config, ResolvedSecrets secrets, IConnectorEvents events) =>
        new(name, new RentingOffsetReader(name, offsets, config), new PluginLog(name, secrets, logger), time, secrets, events);

    [LoggerMessage(LogLevel.Warning, "Connector {Connector} failed while it was being stopped, and was abandoned.")]
    private partial void LogStopFailed(Exception error, string connector);
}
