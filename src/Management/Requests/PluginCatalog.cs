using System.Collections.Concurrent;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Management.Requests;

/// <summary>What lists and forms show of plugins. Plugin code is asked once and off the request's thread; a plugin that hangs holds up only who asks for its settings.</summary>
internal sealed class PluginCatalog(PluginRegistry registry)
{
    private readonly ConcurrentDictionary<PluginDescriptor, Lazy<Task<ConfigDef>>> _definitions = new();

    /// <summary>The connectors, or everything that configurations of connectors name.</summary>
    public IEnumerable<PluginDescriptor> List(bool connectorsOnly) => registry.Plugins
        .Where(plugin => connectorsOnly ? plugin.Kind is PluginKind.Sink or PluginKind.Source : plugin.Kind != PluginKind.ConfigProvider);

    /// <summary>The settings that a plugin understands, by its class name or alias and, if wanted, its version.</summary>
    public async Task<IReadOnlyList<ConfigKey>> GetConfigAsync(string name, string? version, CancellationToken cancellationToken)
    {
        var plugin = Find(name, version);
        var definition = _definitions.GetOrAdd(plugin, static found => new(() => AskAsync(found)));
        return (await definition.Value.WaitAsync(cancellationToken)).Keys;
    }

    private PluginDescriptor Find(string name, string? version)
    {
        try
        {
            return Enum.GetValues<PluginKind>()
                .Where(kind => kind != PluginKind.ConfigProvider)
                .Select(kind => registry.TryFind(kind, name, version))
                .FirstOrDefault(plugin => plugin is not null)
                ?? throw ConnectRequestException.NotFound($"Unknown plugin {name}.");
        }
        catch (ConfigException e)
        {
            throw new ConnectRequestException(RequestErrorKind.Invalid, e.Message, e);
        }
    }

    private static Task<ConfigDef> AskAsync(PluginDescriptor plugin) => PluginCall.RunAsync(
        async () =>
        {
            var instance = PluginRegistry.Create<IConnectPlugin>(plugin);
            var definition = instance.Config;
            if (instance is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }

            return definition;
        },
        CancellationToken.None);
}
