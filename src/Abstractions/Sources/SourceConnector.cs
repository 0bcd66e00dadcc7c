using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Abstractions.Sources;

/// <summary>Splits the reading of a source system into tasks; moves no data itself.</summary>
public abstract class SourceConnector : Connector
{
    /// <summary>Whether the connector can deliver exactly once with that configuration.</summary>
    public virtual ExactlyOnceSupport ExactlyOnceSupport(IReadOnlyDictionary<string, string> settings) => Sources.ExactlyOnceSupport.Unknown;

    /// <summary>Whether its tasks can define transactions (<c>transaction.boundary=connector</c>) with that configuration.</summary>
    public virtual bool CanDefineTransactionBoundaries(IReadOnlyDictionary<string, string> settings) => false;

    /// <summary>
    /// Asked before offsets are changed from outside; a null offset resets. Throw a <see cref="Errors.ConnectException"/> for offsets that make no sense,
    /// <see cref="NotSupportedException"/> when offsets cannot be changed at all. True means that nothing else has to be done in the source system.
    /// </summary>
    public virtual ValueTask<bool> AlterOffsetsAsync(
        IReadOnlyDictionary<string, string> settings,
        IReadOnlyList<KeyValuePair<SourcePartition?, SourceOffset?>> offsets,
        CancellationToken cancellationToken) => ValueTask.FromResult(false);
}
