using OrleansConnect.Abstractions.Configuration;

namespace OrleansConnect.Abstractions.Plugins;

/// <summary>What every plugin says about itself. A plugin has a public constructor without parameters and is configured afterwards.</summary>
public interface IConnectPlugin
{
    /// <summary>The settings it understands.</summary>
    ConfigDef Config { get; }

    /// <summary>Its version, the one of its assembly unless it says otherwise. Asked for once, of an instance that is made for that when the plugin is found.</summary>
    string Version => PluginVersions.Of(GetType());
}
