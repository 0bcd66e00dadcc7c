using OrleansConnect.Abstractions.Plugins;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>What a source task is offered.</summary>
internal sealed class SourceTaskContext(TaskId id, IReadOnlyDictionary<string, string> settings, IOffsetReader offsets, IPluginLog log, TimeProvider time)
    : ISourceTaskContext
{
    public string Connector => id.Connector;

    public int Task => id.Task;

    public IReadOnlyDictionary<string, string> Settings => settings;

    public IPluginLog Log => log;

    public TimeProvider Time => time;

    public IOffsetReader Offsets => offsets;

    public ITransactionContext? Transactions { get; init; }

    /// <summary>The same with the connector's own offsets and, where it defines its transactions, the means for that.</summary>
    public SourceTaskContext With(IOffsetReader ownOffsets, ITransactionContext? transactions) =>
        new(id, settings, ownOffsets, log, time) { Transactions = transactions };
}
