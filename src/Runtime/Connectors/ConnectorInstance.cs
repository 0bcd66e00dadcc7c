using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>
/// A started connector plugin. Its code runs on threads of its own, never on a grain's scheduler, so that a plugin that blocks for ever holds up nothing but the call that
/// waits for it, which can be cancelled.
/// </summary>
internal sealed class ConnectorInstance : IAsyncDisposable
{
    /// <summary>How long a plugin may take to stop before it is abandoned.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly Connector _connector;
    private readonly ConnectorCalls _calls;
    private readonly Action<Exception> _onStopFailed;

    private ConnectorInstance(Connector connector, string taskClass, ConnectorCalls calls, Action<Exception> onStopFailed) =>
        (_connector, TaskClass, _calls, _onStopFailed) = (connector, taskClass, calls, onStopFailed);

    /// <summary>The full name of its tasks' class.</summary>
    public string TaskClass { get; }

    /// <summary>Makes and starts the plugin; whatever goes wrong is thrown after the plugin was disposed.</summary>
    public static async Task<ConnectorInstance> StartAsync(
        PluginDescriptor plugin,
        ConnectorCalls calls,
        IConnectorContext context,
        IReadOnlyDictionary<string, string> settings,
        Action<Exception> onStopFailed,
        CancellationToken cancellationToken)
    {
        var instance = await calls.RunAsync(OpenCall.Constructor, plugin.Type, _ => ValueTask.FromResult(Create(plugin, calls, onStopFailed)), cancellationToken);
        try
        {
            await calls.RunAsync(nameof(Connector.StartAsync), plugin.Type, async token =>
            {
                await instance._connector.StartAsync(context, settings, token);
                return true;
            }, cancellationToken);
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    /// <summary>The configurations of the tasks.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken)
    {
        var configs = await _calls.RunAsync(
            nameof(Connector.TaskConfigsAsync), _connector.GetType(), token => _connector.TaskConfigsAsync(tasksMax, token), cancellationToken);
        return configs ?? throw new ConnectException(
            $"Connector class '{_connector.GetType().FullName}' returned null from TaskConfigsAsync. Return an empty list when there is nothing to do.");
    }

    /// <summary>Stops the plugin, for at most <see cref="StopLimit"/>; after that it is abandoned.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _calls.StopAsync(_connector, StopLimit);
        }
        catch (Exception error)
        {
            _onStopFailed(error);
        }
    }

    private static ConnectorInstance Create(PluginDescriptor plugin, ConnectorCalls calls, Action<Exception> onStopFailed)
    {
        var connector = PluginRegistry.Create<Connector>(plugin);
        return new(connector, connector.TaskType?.FullName ?? "", calls, onStopFailed);
    }
}
