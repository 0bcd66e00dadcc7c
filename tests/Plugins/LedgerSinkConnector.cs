using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sinks;

namespace OrleansConnect.Tests.Plugins;

/// <summary>Writes records with their offsets to a <see cref="Ledger"/> for each topic partition.</summary>
public sealed class LedgerSinkConnector : SinkConnector, IExactlyOnceSinkConnector
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

    public ValueTask<IReadOnlyDictionary<TopicPartition, long>?> ReadOffsetsAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var offsets = new Dictionary<TopicPartition, long>();
        foreach (var ledger in Ledger.All(settings["folder"]))
        {
            if (ledger.Next is { } next)
            {
                offsets[ledger.Partition] = next;
            }
        }

        return ValueTask.FromResult<IReadOnlyDictionary<TopicPartition, long>?>(offsets);
    }

    /// <summary>Keeps out earlier tasks everywhere before it sets anything; a database would do both in one transaction. A file <c>refuse-offsets</c> in the folder makes it fail.</summary>
    public ValueTask<bool> StoreOffsetsAsync(
        IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<TopicPartition, long?>? offsets, long generation, CancellationToken cancellationToken)
    {
        var folder = settings["folder"];
        if (File.Exists(Path.Combine(folder, "refuse-offsets")))
        {
            throw new ConnectException("The test wants the ledgers to stay as they are.");
        }

        var changes = offsets?.ToDictionary(offset => Ledger.Of(folder, offset.Key), offset => offset.Value) ?? Ledger.All(folder).ToDictionary(ledger => ledger, _ => (long?)null);
        foreach (var ledger in changes.Keys)
        {
            ledger.Change(generation, [], null);
        }

        foreach (var (ledger, next) in changes)
        {
            ledger.Set(generation, next);
        }

        return ValueTask.FromResult(true);
    }
}
