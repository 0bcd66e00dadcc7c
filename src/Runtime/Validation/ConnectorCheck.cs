using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Plugins;

namespace OrleansConnect.Runtime.Validation;

/// <summary>One validation: the framework's settings, the connector's, then those of converters and Kafka clients. Runs plugin code, and so on a thread of its own.</summary>
/// <param name="worker">The worker's settings.</param>
/// <param name="policy">Which settings of Kafka clients may be overridden.</param>
/// <param name="plugins">The installed plugins.</param>
/// <param name="slots">The plugins that the configuration names beside its connector.</param>
/// <param name="configs">What these say of their settings.</param>
/// <param name="stage">Is told what goes on.</param>
internal sealed class ConnectorCheck(
    WorkerConfig worker,
    OverridePolicy policy,
    PluginRegistry plugins,
    PluginSlots slots,
    IReadOnlyDictionary<PluginDescriptor, PluginConfig> configs,
    ValidationStage stage)
{
    private const string NullMessage = "Null value can not be supplied as the configuration value.";

    public async ValueTask<ValidationReport> RunAsync(
        PluginDescriptor plugin, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var isSource = plugin.Kind == PluginKind.Source;
        await using var connector = PluginRegistry.Create<Connector>(plugin);
        stage.Enter($"validating {(isSource ? "source" : "sink")} connector-specific properties for the connector");
        var definition = new PluginKeys(plugins, slots, configs).Complete(isSource ? FrameworkKeys.Source : FrameworkKeys.Sink, plugin, cancellationToken);
        var values = new CheckedValues(definition.Validate(slots.WithFullNames(), slots.Resolver()));
        PluginRules.Check(values, slots, configs);
        PredicateRules.Check(values, slots, settings);
        if (connector is SourceConnector source)
        {
            SourceRules.Check(values, settings, source, worker.IsExactlyOnceEnabled);
        }
        else
        {
            SinkRules.Check(values, settings, worker.GroupId);
        }

        RefuseNulls(values, settings);
        stage.Enter("retrieving the configuration definition from the connector");
        var own = connector.Config ?? throw Refused($"{plugin.ClassName}.config() must return a ConfigDef that is not null.");
        stage.Enter("performing multi-property validation for the connector");
        var ownValues = await connector.ValidateAsync(settings, cancellationToken)
            ?? throw Refused($"{plugin.ClassName}.validate() must return a Config that is not null.");
        List<ReportPart> parts = [.. Converters(values, settings)];
        var listed = own.Listed(settings.ContainsKey);
        ownValues = [.. ownValues.Where(value => own.Find(value.Name) is null || listed.Find(value.Name) is not null)];
        return new ReportBuilder(settings["connector.class"] ?? "", definition, listed).Build(values, ownValues, [.. Overrides(isSource, settings), .. parts]);
    }

    /// <summary>What can be said when the connector is not installed in the wanted version.</summary>
    public static ValidationReport WithoutConnector(
        IReadOnlyDictionary<string, string?> settings, PluginSlots slots, IReadOnlyList<string> versions, string error)
    {
        var definition = ConfigDef.Of(FrameworkKeys.Common.Keys.Select(key => key.Name == "connector.plugin.version"
            ? key with { DefaultValue = versions[^1], Recommender = new PluginRecommender(versions) }
            : key.Type == ConfigType.Class || key.Name.EndsWith(".plugin.version", StringComparison.Ordinal)
                ? key with { Recommender = new PluginRecommender([], key.Type == ConfigType.Class ? null : key.Name[..^".plugin.version".Length]) }
                : key));
        var values = new CheckedValues(definition.Validate(slots.WithFullNames(), slots.Resolver()));
        values.AddError("connector.class", error);
        values.AddError("connector.plugin.version", error);
        RefuseNulls(values, settings);
        return new ReportBuilder(settings["connector.class"] ?? "", definition, new ConfigDef()).Build(values, [], []);
    }

    private static void RefuseNulls(CheckedValues values, IReadOnlyDictionary<string, string?> settings)
    {
        foreach (var (key, _) in settings.Where(setting => setting.Value is null))
        {
            values.AddError(key, NullMessage);
        }
    }

    private static ConnectRequestException Refused(string message) => ConnectRequestException.Invalid(message);

    private IEnumerable<ReportPart> Converters(CheckedValues values, IReadOnlyDictionary<string, string?> settings)
    {
        foreach (var key in new[] { "header.converter", "key.converter", "value.converter" })
        {
            stage.Enter($"performing config validation for the connector's {key.Replace('.', ' ')}");
            yield return ConverterRules.Check(slots.Converters.Single(converter => converter.Slot.ClassKey == key).Slot, values, settings, configs);
        }
    }

    private IEnumerable<ReportPart> Overrides(bool isSource, IReadOnlyDictionary<string, string?> settings)
    {
        var overrides = new ClientOverrides(policy, settings);
        var hasQueue = !isSource && SinkRules.HasDeadLetterQueue(settings);
        var hasOwnOffsets = isSource && (worker.IsExactlyOnceEnabled || SourceRules.HasOwnOffsets(settings));
        if (isSource || hasQueue)
        {
            yield return overrides.Producer();
        }

        if (!isSource || hasOwnOffsets)
        {
            yield return overrides.Consumer();
        }

        if (hasQueue || hasOwnOffsets || (isSource && SourceRules.UsesTopicCreation(settings)))
        {
            yield return overrides.Admin();
        }
    }
}
