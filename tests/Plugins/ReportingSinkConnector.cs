using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Reports the records that ask for it, as <c>ReportingSinkConnector.java</c> does beside Kafka Connect.</summary>
public sealed class ReportingSinkConnector : SinkConnector
{
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();

    public override ConfigDef Config { get; } = new ConfigDef();

    public override Type TaskType => typeof(ReportingSinkTask);

    public override ValueTask StartAsync(IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>([.. Enumerable.Repeat(_settings, tasksMax)]);
}
