using System.Globalization;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Connectors.Datagen;

/// <summary>Makes records, for demonstrations and load. Every task makes each n-th record, so that all together make the same ones however many they are.</summary>
public sealed class DatagenSourceConnector : SourceConnector
{
    internal const string TaskKey = "datagen.task";
    internal const string TasksKey = "datagen.tasks";

    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override ConfigDef Config => DatagenConfig.Definition;

    /// <inheritdoc/>
    public override Type TaskType => typeof(DatagenSourceTask);

    /// <inheritdoc/>
    public override ExactlyOnceSupport ExactlyOnceSupport(IReadOnlyDictionary<string, string> settings) => Abstractions.Sources.ExactlyOnceSupport.Supported;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<ConfigValue>> ValidateAsync(IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        var values = Config.Validate(settings);
        if (values.Any(value => value.Errors.Count > 0))
        {
            return ValueTask.FromResult(values);
        }

        try
        {
            _ = DatagenConfig.From(settings.Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key, setting => setting.Value ?? ""));
        }
        catch (ConfigException e)
        {
            var name = e.Message.Contains("key.field", StringComparison.Ordinal) ? "key.field" : "schema";
            values = [.. values.Select(value => value.Name == name ? value.WithError(e.Message) : value)];
        }

        return ValueTask.FromResult(values);
    }

    /// <inheritdoc/>
    public override ValueTask StartAsync(IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _ = DatagenConfig.From(settings);
        _settings = settings;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken)
    {
        var configs = Enumerable.Range(0, tasksMax).Select(task => new Dictionary<string, string>(_settings)
        {
            [TaskKey] = task.ToString(CultureInfo.InvariantCulture),
            [TasksKey] = tasksMax.ToString(CultureInfo.InvariantCulture),
        });
        return ValueTask.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>([.. configs]);
    }
}
