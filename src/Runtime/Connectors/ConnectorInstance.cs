using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

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
    private readonly Action<Exception> _onStopFailed;

    private ConnectorInstance(Connector connector, string taskClass, Action<Exception> onStopFailed) =>
        (_connector, TaskClass, _onStopFailed) = (connector, taskClass, onStopFailed);

    public string Version => _connector.Version;

    /// <summary>The full name of its tasks' class.</summary>
    public string TaskClass { get; }

    /// <summary>Makes and starts the plugin; whatever goes wrong is thrown after the plugin was disposed.</summary>
    public static async Task<ConnectorInstance> StartAsync(
        Func<Connector> create,
        IConnectorContext context,
        IReadOnlyDictionary<string, string> settings,
        Action<Exception> onStopFailed,
        CancellationToken cancellationToken)
    {
        var instance = await PluginCall.RunAsync(() => ValueTask.FromResult(Create(create, onStopFailed)), cancellationToken);
        try
        {
            await PluginCall.RunAsync(async () =>
            {
                await instance._connector.StartAsync(context, settings, cancellationToken);
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
        var configs = await PluginCall.RunAsync(() => _connector.TaskConfigsAsync(tasksMax, cancellationToken), cancellationToken);
        return configs ?? throw new ConnectException(
            $"Connector class '{_connector.GetType().FullName}' returned null from TaskConfigsAsync. Return an empty list when there is nothing to do.");
    }

    /// <summary>Stops the plugin, for at most <see cref="StopLimit"/>; after that it is abandoned.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(StopLimit);
            await PluginCall.RunAsync(async () =>
            {
                await _connector.DisposeAsync();
                return true;
            }, limit.Token);
        }
        catch (Exception error)
        {
            _onStopFailed(error);
        }
    }

    private static ConnectorInstance Create(Func<Connector> create, Action<Exception> onStopFailed)
    {
        var connector = create();
        return new(connector, connector.TaskType?.FullName ?? "", onStopFailed);
    }
}
