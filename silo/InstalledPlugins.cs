using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Management.Requests;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Validation;
using ValidationReport = OrleansConnect.Management.Requests.ValidationReport;

namespace OrleansConnect.Silo;

/// <summary>Shows the doors what is installed on this worker.</summary>
internal sealed class InstalledPlugins(PluginRegistry plugins, ConnectorValidator validator) : IPluginCatalog
{
    public IReadOnlyList<PluginDescriptor> Plugins => plugins.Plugins;

    public Task<IReadOnlyList<ConfigKey>> GetConfigAsync(string plugin, string? version, CancellationToken cancellationToken) =>
        validator.ConfigOfAsync(plugin, version, cancellationToken);

    public async Task<ValidationReport> ValidateAsync(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        var report = await validator.ValidateAsync(config, cancellationToken);
        return new(report.Name, report.ErrorCount, report.Groups, [.. report.Keys.Select(key => new ValidatedSetting(key.Definition, key.Value))]);
    }
}
