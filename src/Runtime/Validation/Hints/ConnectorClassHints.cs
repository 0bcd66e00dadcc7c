using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Validation.Hints;

/// <summary>What to do where a configuration names no connector, or none that is installed.</summary>
internal static class ConnectorClassHints
{
    private const string ClassKey = "connector.class";
    private const string VersionKey = "connector.plugin.version";

    public static IReadOnlyList<string> Of(IReadOnlyDictionary<string, string?> config, PluginRegistry plugins)
    {
        string[] installed = [.. plugins.Of(PluginKind.Source).Concat(plugins.Of(PluginKind.Sink)).Select(plugin => plugin.ClassName).Distinct()];
        var example = installed.Length > 0 ? $", for example '{installed[0]}'" : "";
        if (config.GetValueOrDefault(ClassKey)?.Trim() is not { Length: > 0 } name)
        {
            return NearNames.Nearest(ClassKey, config.Keys.Where(key => key != ClassKey)) is { } near
                ? [$"Set '{ClassKey}'. The configuration has '{near}': rename it if that was meant."]
                : [$"Set '{ClassKey}' to the name of an installed connector{example}."];
        }

        if (!string.IsNullOrEmpty(config.GetValueOrDefault(VersionKey)) && plugins.ClassNameOf(PluginKind.Source, name) is null == plugins.ClassNameOf(PluginKind.Sink, name) is not null)
        {
            return [$"Set '{VersionKey}' to a version or a range of versions, for example '[1.0,2.0)', or remove it to take the latest."];
        }

        return ChoiceHints.Meant(name, installed) is { } meant
            ? [$"Did you mean '{meant}'? Set '{ClassKey}' to it."]
            : [$"Set '{ClassKey}' to the name of an installed connector{example}, or install the connector on 'plugin.path' of the workers."];
    }
}
