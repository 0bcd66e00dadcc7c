using System.Collections.Concurrent;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Runtime.Connectors;

namespace OrleansConnect.Runtime.Plugins;

/// <summary>
/// The settings of the installed plugins. Each plugin is asked once, on a thread of its own; one that hangs holds up only who asks for it, and all who do wait for the same answer.
/// </summary>
public sealed class PluginDefinitions
{
    private readonly ConcurrentDictionary<PluginDescriptor, Lazy<Task<ConfigDef>>> _definitions = new();

    /// <summary>The settings of a plugin; what goes wrong in it is thrown, and the next caller asks again.</summary>
    public async Task<ConfigDef> OfAsync(PluginDescriptor plugin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var asked = _definitions.GetOrAdd(plugin, static found => new(() => AskAsync(found)));
        try
        {
            return await asked.Value.WaitAsync(cancellationToken);
        }
        catch when (asked.Value.IsFaulted)
        {
            _definitions.TryRemove(KeyValuePair.Create(plugin, asked));
            throw;
        }
    }

    private static Task<ConfigDef> AskAsync(PluginDescriptor plugin) => PluginThread.RunAsync(
        async () =>
        {
            var instance = PluginRegistry.Create<IConnectPlugin>(plugin);
            var definition = instance.Config;
            if (instance is IAsyncDisposable asyncDisposable)
            {
                await asyncDisposable.DisposeAsync();
            }
            else if (instance is IDisposable disposable)
            {
                disposable.Dispose();
            }

            return definition ?? throw new ConnectException(
                $"{plugin.ClassName}.config() must return a ConfigDef that is not null.");
        },
        CancellationToken.None);
}
