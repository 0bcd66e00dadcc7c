using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Plugins;

namespace OrleansConnect.Abstractions.Sinks;

/// <summary>Splits the writing to a target system into tasks; moves no data itself.</summary>
public abstract class SinkConnector : Connector
{
    /// <summary>
    /// Asked before the offsets of the connector's consumer group are changed from outside; a null offset resets. Throw a <see cref="Errors.ConnectException"/> for
    /// offsets that make no sense, <see cref="NotSupportedException"/> when offsets cannot be changed at all. True means that nothing else has to be done in the target system.
    /// </summary>
    public virtual ValueTask<bool> AlterOffsetsAsync(
        IReadOnlyDictionary<string, string> settings,
        IReadOnlyDictionary<TopicPartition, long?> offsets,
        CancellationToken cancellationToken) => ValueTask.FromResult(false);
}
