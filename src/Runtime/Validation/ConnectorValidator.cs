using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Validation;

/// <summary>
/// Validates connector configurations. Plugin code runs on threads of its own, so that one that hangs holds up nothing but the call that waits for it, and that call not for ever.
/// </summary>
public sealed class ConnectorValidator(
    PluginRegistry plugins, PluginDefinitions definitions, VariableResolver variables, WorkerConfig worker, TimeProvider time)
{
    private const string ClassKey = "connector.class";
    private readonly OverridePolicy _policy = OverridePolicy.Of(worker);

    /// <summary>The longest time a validation may take; 85 s, a little less than clients wait for an answer.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(85);

    /// <summary>All that is to be said of a configuration; a missing or unknown class is a <see cref="ConnectRequestException"/>.</summary>
    public async Task<ValidationReport> ValidateAsync(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);
        var stage = new ValidationStage(time);
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            stage.Enter("resolving transformed configuration properties for the connector");
            var resolved = await ResolveAsync(config, either.Token);
            return await ReportAsync(resolved, new SecretMask(config, resolved), stage, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw stage.TimedOut();
        }
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
    }

    /// <summary>Which way the connector of that configuration moves records, as far as the installed plugins tell.</summary>
    public ConnectorKind KindOf(IReadOnlyDictionary<string, string?> config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var name = config.GetValueOrDefault(ClassKey) ?? "";
        return plugins.TryFind(PluginKind.Source, name) is not null ? ConnectorKind.Source
            : plugins.TryFind(PluginKind.Sink, name) is not null ? ConnectorKind.Sink
            : ConnectorKind.Unknown;
    }

    private async Task<ResolvedConfig> ResolveAsync(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        try
        {
            return config.Values.Any(ConfigVariables.In)
                ? await PluginCall.RunAsync(() => variables.ResolveVariablesAsync(config, cancellationToken), cancellationToken)
                : new ResolvedConfig(config, null);
        }
        catch (ConfigException error)
        {
            throw new ConnectRequestException(RequestErrorKind.Invalid, error.Message, error);
        }
    }

    private async Task<ValidationReport> ReportAsync(ResolvedConfig config, SecretMask mask, ValidationStage stage, CancellationToken cancellationToken)
    {
        try
        {
            return mask.Hide(await CheckAsync(config.Settings, stage, cancellationToken));
        }
        catch (ConfigException error)
        {
            throw ConnectRequestException.Invalid(mask.Hide(error.Message));
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConnectRequestException))
        {
            // The connector's own code failed. Neither its message nor a log must show what variables stand for.
            throw new ConnectRequestException(RequestErrorKind.Internal, $"{error.GetType().Name}: {mask.Hide(error.Message)}");
        }
    }

    private async Task<ValidationReport> CheckAsync(IReadOnlyDictionary<string, string?> settings, ValidationStage stage, CancellationToken cancellationToken)
    {
        if (FindConnector(settings, out var plugin) is { } refused)
        {
            return refused;
        }

        stage.Enter("retrieving the configuration definition from the connector's converters, transformations and predicates");
        var slots = new PluginSlots(plugins, worker, settings);
        var configs = new Dictionary<PluginDescriptor, PluginConfig>();
        foreach (var named in slots.Plugins)
        {
            configs[named] = await ConfigOfAsync(named, cancellationToken);
        }

        var check = new ConnectorCheck(worker, _policy, plugins, slots, configs, stage);
        return await PluginCall.RunAsync(() => check.RunAsync(plugin, settings, cancellationToken), cancellationToken);
    }

    private ValidationReport? FindConnector(IReadOnlyDictionary<string, string?> settings, out PluginDescriptor plugin)
    {
        var latest = new Dictionary<string, string?>(settings, StringComparer.Ordinal);
        latest.Remove("connector.plugin.version");
        plugin = plugins.FindConnector(latest);
        try
        {
            plugin = plugins.FindConnector(settings);
            return null;
        }
        catch (ConfigException error) when (error.InnerException is null)
        {
            return ConnectorCheck.WithoutConnector(settings, plugins.VersionsOf(plugin.Kind, plugin.ClassName), error.Message);
        }
    }

    private async Task<PluginConfig> ConfigOfAsync(PluginDescriptor plugin, CancellationToken cancellationToken)
    {
        try
        {
            return new(await definitions.OfAsync(plugin, cancellationToken));
        }
        catch (ConnectException error) when (error.InnerException is MissingMethodException)
        {
            return new(null, $"Could not find a public no-argument constructor for class: {plugin.ClassName}.<init>()");
        }
        catch (ConnectException error) when (error.InnerException is not null)
        {
            return new(null, "Could not instantiate class");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return new(null, Error: error.Message);
        }
    }
}
