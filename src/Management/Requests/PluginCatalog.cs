using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Management.Requests;

/// <summary>What lists and forms show of plugins.</summary>
internal sealed class PluginCatalog(PluginRegistry registry, PluginDefinitions definitions)
{
    private static readonly PluginKind[] Kinds = [.. Enum.GetValues<PluginKind>().Where(kind => kind != PluginKind.ConfigProvider)];

    /// <summary>The connectors, or everything that configurations of connectors name.</summary>
    public IEnumerable<PluginDescriptor> List(bool connectorsOnly) => registry.Plugins
        .Where(plugin => connectorsOnly ? plugin.Kind is PluginKind.Sink or PluginKind.Source : plugin.Kind != PluginKind.ConfigProvider);

    /// <summary>The settings that a plugin understands, by its class name or alias and, if wanted, its version.</summary>
    public async Task<IReadOnlyList<ConfigKey>> GetConfigAsync(string name, string? version, CancellationToken cancellationToken)
    {
        var plugin = Find(name, version);
        return ConnectorKeys.Of(plugin, await definitions.OfAsync(plugin, cancellationToken));
    }

    /// <summary>Whether two names are of the same installed connector.</summary>
    public bool IsSameConnector(string one, string other) =>
        ConnectorClassOf(one) is { } className && className == ConnectorClassOf(other);

    private string? ConnectorClassOf(string name) =>
        (registry.TryFind(PluginKind.Source, name) ?? registry.TryFind(PluginKind.Sink, name))?.ClassName;

    private PluginDescriptor Find(string name, string? version)
    {
        try
        {
            _ = VersionRange.Parse(version);
            return Kinds.Select(kind => registry.TryFind(kind, name, version)).FirstOrDefault(plugin => plugin is not null) ?? throw Unknown(name);
        }
        catch (ConfigException e)
        {
            throw new ConnectRequestException(RequestErrorKind.Invalid, e.Message, e);
        }
    }

    private ConnectRequestException Unknown(string name) => registry.TryFind(PluginKind.ConfigProvider, name) is null
        ? ConnectRequestException.NotFound($"Unknown plugin {name}.")
        : ConnectRequestException.Invalid($"Invalid plugin class {name}. Valid types are {string.Join(", ", Kinds.Select(PluginKinds.NameOf))}.");
}
