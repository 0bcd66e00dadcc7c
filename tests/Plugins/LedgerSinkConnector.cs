using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Writes records with their offsets to a <see cref="Ledger"/> for each topic partition.</summary>
public sealed class LedgerSinkConnector : SinkConnector
{
    private IReadOnlyDictionary<string, string> _settings = new Dictionary<string, string>();

    public override ConfigDef Config { get; } = new ConfigDef().String("folder", "Where the ledgers are, and files that make tasks fail.");

    public override Type TaskType => typeof(LedgerSinkTask);

    public override ValueTask StartAsync(IConnectorContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        _settings = settings;
        return ValueTask.CompletedTask;
    }

    public override ValueTask<IReadOnlyList<IReadOnlyDictionary<string, string>>> TaskConfigsAsync(int tasksMax, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>([.. Enumerable.Repeat(_settings, tasksMax)]);
}
