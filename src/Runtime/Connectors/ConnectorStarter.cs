using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Offsets;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>Starts connector plugins from their configurations.</summary>
internal sealed partial class ConnectorStarter(
    PluginRegistry plugins, VariableResolver variables, ISourceOffsetStore offsets, TimeProvider time, ILogger<ConnectorStarter> logger)
{
    /// <summary>Starts a connector; whatever is wrong is thrown.</summary>
    public async Task<StartedConnector> StartAsync(
        string name, IReadOnlyDictionary<string, string?> config, IConnectorEvents events, CancellationToken cancellationToken)
    {
        var resolved = await variables.ResolveAsync(config, cancellationToken);
        var plugin = plugins.FindConnector(resolved);
        var settings = resolved.Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => entry.Value ?? "", StringComparer.Ordinal);
        var context = new ConnectorContext(name, new ConnectorOffsetReader(name, offsets), new PluginLog(name, logger), time, events);
        Type? taskType = null;
        var instance = await ConnectorInstance.StartAsync(
            () =>
            {
                var connector = PluginRegistry.Create<Connector>(plugin);
                taskType = connector.TaskType;
                return connector;
            },
            context,
            settings,
            error => LogStopFailed(error, name, ConnectorInstance.StopLimit.TotalMilliseconds),
            cancellationToken);
        var kind = plugin.Kind == PluginKind.Source ? ConnectorKind.Source : ConnectorKind.Sink;
        return new(instance, kind, taskType?.FullName ?? "", config, resolved);
    }

    [LoggerMessage(LogLevel.Warning, "Connector {Connector} failed to stop within {ElapsedMs} ms, or with an error, and was abandoned.")]
    private partial void LogStopFailed(Exception error, string connector, double elapsedMs);
}
