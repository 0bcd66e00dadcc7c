using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Abstractions.Sources;

/// <summary>What the runtime offers a source task.</summary>
public interface ISourceTaskContext : ITaskContext
{
    /// <summary>The committed source offsets of the connector.</summary>
    IOffsetReader Offsets { get; }

    /// <summary>Null unless the connector defines its transactions and exactly-once support is on.</summary>
    ITransactionContext? Transactions { get; }
}
