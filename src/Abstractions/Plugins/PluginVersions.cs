using System.Reflection;

namespace OrleansConnect.Abstractions.Plugins;

/// <summary>The version of a plugin that does not name one itself.</summary>
public static class PluginVersions
{
    /// <summary>The informational version of the type's assembly without its build metadata, for example <c>1.2.0</c> or <c>1.2.0-rc.1</c>.</summary>
    public static string Of(Type plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        var text = plugin.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? plugin.Assembly.GetName().Version?.ToString()
            ?? "undefined";
        var metadata = text.IndexOf('+', StringComparison.Ordinal);
        return metadata < 0 ? text : text[..metadata];
    }
}
