using System.Globalization;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Counts in several source partitions, which it divides over its tasks, so that a partition goes to another task when their number changes.</summary>
public sealed class CountingSourceConnector : SourceConnector
{
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();

    public override ConfigDef Config { get; } = new ConfigDef()
        .String("topic", "Topic to write to.")
        .Int("partitions", "Source partitions.", 1)
        .Int("batch", "Numbers of a partition that one poll returns.", 10)
        .Int("count", "Numbers of a partition after which it stops.", 1000)
        .Boolean("ends", "Whether it ends the transactions that it defines.", true);

    public override Type TaskType => typeof(CountingSourceTask);

    public override ExactlyOnceSupport ExactlyOnceSupport(IReadOnlyDictionary<string, string> settings) => Abstractions.Sources.ExactlyOnceSupport.Supported;

    public override bool CanDefineTransactionBoundaries(IReadOnlyDictionary<string, string> settings) => true;

    public override ValueTask StartAsync(IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken)
    {
        var partitions = Config.Parse(_settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value)).GetInt("partitions");
        var configs = Enumerable.Range(0, Math.Min(tasksMax, partitions)).Select(IReadOnlyDictionary<string, string> (task) => new Dictionary<string, string>(_settings)
        {
            ["mine"] = string.Join(',', Enumerable.Range(0, partitions).Where(partition => partition % tasksMax == task).Select(partition => partition.ToString(CultureInfo.InvariantCulture))),
        });
        return ValueTask.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>([.. configs]);
    }
}
