using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>Resolves variables in a worker's own settings, with the config providers that these settings declare.</summary>
public static class WorkerVariables
{
    private const string PluginPath = "plugin.path";

    /// <summary>The settings with variables resolved, but those that say which providers there are. One that no provider knows stays as it is written.</summary>
    /// <param name="settings">The settings as given.</param>
    /// <param name="scanner">Looks for providers on <c>plugin.path</c>, unless they come along.</param>
    /// <param name="cancellationToken">Ends the providers' work.</param>
    /// <exception cref="Abstractions.Errors.ConnectException">A provider cannot be made, or cannot read what it is asked for.</exception>
    public static async Task<IReadOnlyDictionary<string, string?>> ResolveAsync(
        IReadOnlyDictionary<string, string?> settings, PluginScanner scanner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(scanner);
        var open = settings.Where(setting => !SaysProviders(setting.Key) && ConfigVariables.In(setting.Value)).ToDictionary(StringComparer.Ordinal);
        if (open.Count == 0)
        {
            return settings;
        }

        var variables = new VariableResolver(ConfigProviders.Create(settings, PluginsFor(settings, scanner)));
        var resolved = await variables.ResolveAsync(open, cancellationToken);
        return settings.ToDictionary(setting => setting.Key, setting => resolved.GetValueOrDefault(setting.Key, setting.Value), StringComparer.Ordinal);
    }

    private static bool SaysProviders(string key) =>
        key is PluginPath or ConfigProviders.Names || key.StartsWith($"{ConfigProviders.Names}.", StringComparison.Ordinal);

    // Plugins are loaded once more for this, which most workers have no need of.
    private static PluginRegistry PluginsFor(IReadOnlyDictionary<string, string?> settings, PluginScanner scanner)
    {
        var builtIn = PluginTypes.In(typeof(WorkerVariables).Assembly, PluginTypes.BuiltIn).ToList();
        var plugins = new PluginRegistry(builtIn);
        if (ConfigProviders.ClassesOf(settings).All(name => plugins.TryFind(PluginKind.ConfigProvider, name) is not null))
        {
            return plugins;
        }

        var path = (settings.GetValueOrDefault(PluginPath) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new([.. builtIn, .. scanner.Scan(path)]);
    }
}
