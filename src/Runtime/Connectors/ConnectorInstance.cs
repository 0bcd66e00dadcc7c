using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Runtime.Connectors;

/// <summary>
/// A started connector plugin. Its code runs on threads of its own, never on a grain's scheduler, so that a plugin that blocks for ever holds up nothing but the call that
/// waits for it, which can be cancelled.
/// </summary>
internal sealed class ConnectorInstance(Connector connector, Action<Exception> onStopFailed) : IAsyncDisposable
{
    /// <summary>How long a plugin may take to stop before it is abandoned.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    public string Version => connector.Version;

    /// <summary>Makes and starts the plugin; whatever goes wrong is thrown after the plugin was disposed.</summary>
    public static async Task<ConnectorInstance> StartAsync(
        Func<Connector> create,
        IConnectorContext context,
        IReadOnlyDictionary<string, string> settings,
        Action<Exception> onStopFailed,
        CancellationToken cancellationToken)
    {
        var connector = await PluginCall.RunAsync(() => ValueTask.FromResult(create()), cancellationToken);
        var instance = new ConnectorInstance(connector, onStopFailed);
        try
        {
            await PluginCall.RunAsync(async () =>
            {
                await connector.StartAsync(context, settings, cancellationToken);
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
        var configs = await PluginCall.RunAsync(() => connector.TaskConfigsAsync(tasksMax, cancellationToken), cancellationToken);
        return configs ?? throw new ConnectException(
            $"Connector class '{connector.GetType().FullName}' returned null from TaskConfigsAsync. Return an empty list when there is nothing to do.");
    }

    /// <summary>Stops the plugin, for at most <see cref="StopLimit"/>; after that it is abandoned.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(StopLimit);
            await PluginCall.RunAsync(async () =>
            {
                await connector.DisposeAsync();
                return true;
            }, limit.Token);
        }
        catch (Exception error)
        {
            onStopFailed(error);
        }
    }
}
