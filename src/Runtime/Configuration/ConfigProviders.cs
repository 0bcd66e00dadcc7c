using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>Makes the config providers that a worker's settings name: <c>config.providers=file</c>, <c>config.providers.file.class=…</c>.</summary>
internal static class ConfigProviders
{
    /// <summary>The setting that names them.</summary>
    public const string Names = "config.providers";

    /// <summary>The classes that are named.</summary>
    public static IEnumerable<string> ClassesOf(IReadOnlyDictionary<string, string?> settings) => NamesIn(settings).Select(name => ClassOf(name, settings));

    /// <summary>The providers by their names, configured.</summary>
    public static IReadOnlyDictionary<string, IConfigProvider> Create(IReadOnlyDictionary<string, string?> settings, PluginRegistry plugins)
    {
        var providers = new Dictionary<string, IConfigProvider>(StringComparer.Ordinal);
        foreach (var name in NamesIn(settings))
        {
            var provider = PluginRegistry.Create<IConfigProvider>(plugins.Find(PluginKind.ConfigProvider, ClassOf(name, settings)));
            provider.Configure(PrefixedSettings.Of(settings, $"{Names}.{name}.param.").ToDictionary(entry => entry.Key, string? (entry) => entry.Value));
            providers[name] = provider;
        }

        return providers;
    }

    private static string[] NamesIn(IReadOnlyDictionary<string, string?> settings) =>
        (settings.GetValueOrDefault(Names) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string ClassOf(string name, IReadOnlyDictionary<string, string?> settings)
    {
        var key = $"{Names}.{name}.class";
        return settings.GetValueOrDefault(key) ?? throw new ConfigException($"The config provider '{name}' of '{Names}' has no class. Set '{key}'.");
    }
}
