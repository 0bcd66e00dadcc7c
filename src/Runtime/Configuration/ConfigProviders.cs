using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Configuration;

/// <summary>Makes the config providers that a worker's settings name: <c>config.providers=file</c>, <c>config.providers.file.class=…</c>.</summary>
internal static class ConfigProviders
{
    private const string Names = "config.providers";

    public static IReadOnlyDictionary<string, IConfigProvider> Create(WorkerConfig config, PluginRegistry plugins)
    {
        var providers = new Dictionary<string, IConfigProvider>(StringComparer.Ordinal);
        foreach (var name in (config.Settings.GetValueOrDefault(Names) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var classKey = $"{Names}.{name}.class";
            var className = config.Settings.GetValueOrDefault(classKey)
                ?? throw new ConfigException($"The config provider '{name}' of '{Names}' has no class. Set '{classKey}'.");
            var provider = PluginRegistry.Create<IConfigProvider>(plugins.Find(PluginKind.ConfigProvider, className));
            provider.Configure(config.WithPrefix($"{Names}.{name}.param.").ToDictionary(entry => entry.Key, string? (entry) => entry.Value));
            providers[name] = provider;
        }

        return providers;
    }
}
