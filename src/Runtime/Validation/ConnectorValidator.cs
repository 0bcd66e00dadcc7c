using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Validation;

/// <summary>Validates connector configurations. Plugin code runs on threads of its own, so that one that hangs holds up nothing but the call that waits for it.</summary>
public sealed class ConnectorValidator(PluginRegistry plugins, VariableResolver variables)
{
    /// <summary>All that is to be said of a configuration; a missing or unknown class is a <see cref="ConnectRequestException"/>.</summary>
    public async Task<ValidationReport> ValidateAsync(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        try
        {
            var resolved = await variables.ResolveAsync(config, cancellationToken);
            var plugin = plugins.FindConnector(resolved);
            return await PluginCall.RunAsync(async () => await ReportAsync(plugin, resolved, cancellationToken), cancellationToken);
        }
        catch (ConfigException error)
        {
            throw new ConnectRequestException(RequestErrorKind.Invalid, error.Message, error);
        }
    }

    /// <summary>The settings that a plugin understands.</summary>
    public async Task<IReadOnlyList<ConfigKey>> ConfigOfAsync(string plugin, string? version, CancellationToken cancellationToken)
    {
        var found = Enum.GetValues<PluginKind>().Select(kind => plugins.TryFind(kind, plugin, version)).FirstOrDefault(candidate => candidate is not null)
            ?? throw ConnectRequestException.NotFound($"Unknown plugin {plugin}.");
        return await PluginCall.RunAsync(() => ValueTask.FromResult(PluginRegistry.Create<IConnectPlugin>(found).Config.Keys), cancellationToken);
    }

    /// <summary>Throws a <see cref="ConnectRequestException"/> that lists every error, unless there is none.</summary>
    public async Task RequireValidAsync(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        var report = await ValidateAsync(config, cancellationToken);
        if (report.ErrorCount > 0)
        {
            throw ConnectRequestException.Invalid(
                $"Connector configuration is invalid and contains the following {report.ErrorCount} error(s):\n{string.Join('\n', report.Errors)}\n"
                + "You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`");
        }

        RuntimeSettings.Check(config);
    }

    /// <summary>Which way the connector of that configuration moves records, as far as the installed plugins tell.</summary>
    public ConnectorKind KindOf(IReadOnlyDictionary<string, string?> config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var name = config.GetValueOrDefault("connector.class") ?? "";
        return plugins.TryFind(PluginKind.Source, name) is not null ? ConnectorKind.Source
            : plugins.TryFind(PluginKind.Sink, name) is not null ? ConnectorKind.Sink
            : ConnectorKind.Unknown;
    }

    private static async ValueTask<ValidationReport> ReportAsync(
        PluginDescriptor plugin, IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        await using var connector = PluginRegistry.Create<Connector>(plugin);
        var values = (await connector.ValidateAsync(config, cancellationToken)).ToDictionary(value => value.Name);
        ValidatedKey[] keys = [.. connector.Config.Keys.Select(key => new ValidatedKey(key, values.GetValueOrDefault(key.Name)))];
        return new(config["connector.class"] ?? "", connector.Config.Groups, keys, keys.Sum(key => key.Value?.Errors.Count ?? 0));
    }
}
