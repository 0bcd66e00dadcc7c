using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Validation.Hints;

namespace OrleansConnect.Runtime.Validation;

/// <summary>
/// Validates connector configurations. Plugin code runs on threads of its own, so that one that hangs holds up nothing but the call that waits for it, and that call not for ever.
/// </summary>
public sealed partial class ConnectorValidator(
    PluginRegistry plugins, PluginDefinitions definitions, VariableResolver variables, WorkerConfig worker, TimeProvider time, ILogger<ConnectorValidator> logger)
{
    private const string ClassKey = "connector.class";
    private readonly OverridePolicy _policy = OverridePolicy.Of(worker);

    /// <summary>The longest time a validation may take; 85 s, a little less than clients wait for an answer.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(85);

    /// <summary>All that is to be said of a configuration; a missing or unknown class is a <see cref="ConnectRequestException"/>.</summary>
    public async Task<ValidationReport> ValidateAsync(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken) =>
        RuntimeSettings.CheckForGrains((await LimitAsync(config, (settings, stage, token) => CheckAsync(config, settings, stage, token), cancellationToken)).Report, config);

    /// <summary>Throws a <see cref="ConnectRequestException"/> that lists every error, unless there is none; settings that nobody knows, and those that no Kafka client knows, are logged.</summary>
    public async Task RequireValidAsync(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        var report = await ValidateAsync(config, cancellationToken);
        report.RequireNoError();
        foreach (var setting in UndeclaredSettings.In(report))
        {
            LogUnknownSetting(config.GetValueOrDefault("name") ?? "", setting);
        }

        foreach (var warning in ClientSettingWarnings.Of(config))
        {
            LogClientSetting(config.GetValueOrDefault("name") ?? "", warning);
        }
    }

    /// <summary>The same for the converters, transformations and predicates alone, whatever else the configuration says. Returns what was validated: the configuration without variables.</summary>
    public async Task<ResolvedConfig> RequireValidPipelineAsync(IReadOnlyDictionary<string, string?> config, CancellationToken cancellationToken)
    {
        var (report, resolved) = await LimitAsync(config, CheckPipelineAsync, cancellationToken);
        report.RequireNoError();
        return resolved;
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
                ? await PluginThread.RunAsync(token => variables.ResolveVariablesAsync(config, token), cancellationToken)
                : new ResolvedConfig(config, null);
        }
        catch (ConfigException error)
        {
            throw new ConnectRequestException(RequestErrorKind.Unresolved, error.Message, error);
        }
    }

    private async Task<(ValidationReport Report, ResolvedConfig Resolved)> LimitAsync(
        IReadOnlyDictionary<string, string?> config,
        Func<IReadOnlyDictionary<string, string?>, ValidationStage, CancellationToken, Task<ValidationReport>> check,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(config);
        var stage = new ValidationStage(time);
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            stage.Enter("resolving transformed configuration properties for the connector");
            var resolved = await ResolveAsync(config, either.Token);
            return (await MaskAsync(config, new SecretMask(config, resolved), () => check(resolved.Settings, stage, either.Token)), resolved);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw stage.TimedOut();
        }
    }

    private async Task<ValidationReport> MaskAsync(IReadOnlyDictionary<string, string?> config, SecretMask mask, Func<Task<ValidationReport>> check)
    {
        try
        {
            return mask.Hide(await check());
        }
        catch (ConfigException error)
        {
            throw new ConnectRequestException(RequestErrorKind.Invalid, mask.Hide(error.Message)) { Hints = ConnectorClassHints.Of(config, plugins) };
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConnectRequestException))
        {
            // The connector's own code failed. Neither its message nor a log must show what variables stand for.
            throw new ConnectRequestException(RequestErrorKind.Internal, $"{error.GetType().Name}: {mask.Hide(error.Message)}");
        }
    }

    private async Task<ValidationReport> CheckAsync(
        IReadOnlyDictionary<string, string?> written, IReadOnlyDictionary<string, string?> settings, ValidationStage stage, CancellationToken cancellationToken)
    {
        var slots = new PluginSlots(plugins, worker, settings);
        if (FindConnector(written, settings, slots, out var plugin) is { } refused)
        {
            return refused;
        }

        stage.Enter("retrieving the configuration definition from the connector's converters, transformations and predicates");
        var configs = await ConfigsOfAsync(slots, cancellationToken);
        var check = new ConnectorCheck(worker, _policy, plugins, slots, configs, stage);
        var report = RuntimeSettings.CheckForTasks(await PluginThread.RunAsync(token => check.RunAsync(plugin, settings, token), cancellationToken), settings);
        var declared = report.Keys.Select(key => key.Definition?.Name).ToHashSet();
        return report with { Unknown = [.. settings.Keys.Where(key => !declared.Contains(key))] };
    }

    private async Task<ValidationReport> CheckPipelineAsync(
        IReadOnlyDictionary<string, string?> settings, ValidationStage stage, CancellationToken cancellationToken)
    {
        stage.Enter("retrieving the configuration definition from the converters, transformations and predicates");
        var slots = new PluginSlots(plugins, worker, settings);
        var configs = await ConfigsOfAsync(slots, cancellationToken);
        stage.Enter("performing config validation for the converters, transformations and predicates");
        return await PluginThread.RunAsync(
            token => ValueTask.FromResult(new PipelineCheck(plugins, slots, configs).Run(settings, token)), cancellationToken);
    }

    private async Task<Dictionary<PluginDescriptor, PluginConfig>> ConfigsOfAsync(PluginSlots slots, CancellationToken cancellationToken)
    {
        var configs = new Dictionary<PluginDescriptor, PluginConfig>();
        foreach (var named in slots.Plugins)
        {
            configs[named] = await ConfigOfAsync(named, cancellationToken);
        }

        return configs;
    }

    private ValidationReport? FindConnector(
        IReadOnlyDictionary<string, string?> written, IReadOnlyDictionary<string, string?> settings, PluginSlots slots, out PluginDescriptor plugin)
    {
        var latest = new Dictionary<string, string?>(settings, StringComparer.Ordinal);
        latest.Remove("connector.plugin.version");
        plugin = plugins.FindConnector(latest, written);
        try
        {
            plugin = plugins.FindConnector(settings);
            return null;
        }
        catch (ConfigException error) when (error.InnerException is null)
        {
            return ConnectorCheck.WithoutConnector(settings, slots, plugins.VersionsOf(plugin.Kind, plugin.ClassName), error.Message);
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

    [LoggerMessage(LogLevel.Warning, "Connector {Connector} has the setting '{Setting}', which neither the worker nor the connector knows. Correct or remove it.")]
    private partial void LogUnknownSetting(string connector, string setting);

    [LoggerMessage(LogLevel.Warning, "Connector {Connector}: {Warning}")]
    private partial void LogClientSetting(string connector, string warning);
}
