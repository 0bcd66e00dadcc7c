using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>Makes an instance of a connector's plugin, asks for the class of its tasks, and starts it.</summary>
internal sealed class StartingConnector(PluginDescriptor plugin, Action<Exception> onStopFailed)
{
    private Type? _taskType;

    /// <summary>The started plugin and the full name of its tasks' class.</summary>
    public async Task<(ConnectorInstance Instance, string TaskClass)> StartAsync(
        IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var instance = await ConnectorInstance.StartAsync(Create, context, settings, onStopFailed, cancellationToken);
        return (instance, _taskType?.FullName ?? "");
    }

    // Runs where plugin code may run: it is the plugin's constructor.
    private Connector Create()
    {
        var connector = PluginRegistry.Create<Connector>(plugin);
        _taskType = connector.TaskType;
        return connector;
    }
}
