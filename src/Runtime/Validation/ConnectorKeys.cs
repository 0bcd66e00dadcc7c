using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Validation;

/// <summary>All settings of a plugin, for lists and forms.</summary>
public static class ConnectorKeys
{
    /// <summary>A plugin's own settings; behind those of a connector the framework's, as far as the connector does not have one of the same name.</summary>
    public static IReadOnlyList<ConfigKey> Of(PluginDescriptor plugin, ConfigDef own)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        ArgumentNullException.ThrowIfNull(own);
        var framework = plugin.Kind switch
        {
            PluginKind.Source => FrameworkKeys.Source.Keys,
            PluginKind.Sink => FrameworkKeys.Sink.Keys,
            _ => [],
        };
        return
        [
            .. own.Keys.Listed(_ => false),
            .. framework.Where(key => own.Find(key.Name) is null)
                .Select(key => key.Name == "connector.plugin.version" ? key with { DefaultValue = plugin.Version } : key),
        ];
    }
}
