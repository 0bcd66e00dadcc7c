using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Sinks;

/// <summary>
/// What a <see cref="SinkConnector"/> is beside when its tasks are <see cref="IExactlyOnceSinkTask"/>s: changes from outside the offsets that the target system keeps beside the data.
/// Made for that call and not started, while the connector is stopped.
/// </summary>
public interface IExactlyOnceSinkConnector
{
    /// <summary>The offsets that are stored, which are kept when others replace them, so that this can be undone.</summary>
    /// <param name="settings">The connector's settings, its <c>name</c> among them.</param>
    /// <param name="cancellationToken">Cancelled after 30 seconds.</param>
    /// <returns>The offset of the next record of each partition that has one; null when with these settings no offsets are kept beside the data.</returns>
    /// <exception cref="Errors.RetriableException">The same call may succeed later.</exception>
    ValueTask<IReadOnlyDictionary<TopicPartition, long>?> ReadOffsetsAsync(IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken);

    /// <summary>
    /// Stores offsets in the target system in one transaction, together with the generation, so that tasks go on from them and no earlier owner of those partitions can write any more. The
    /// data stays. Called after <see cref="SinkConnector.AlterOffsetsAsync"/> and before the consumer group's offsets, which only show where the connector stands, are changed alike. May be
    /// repeated with the same offsets and a higher generation.
    /// </summary>
    /// <param name="settings">The connector's settings, its <c>name</c> among them.</param>
    /// <param name="offsets">The offset of the next record of each partition that changes; null removes one, and keeps the generation. Null altogether: those of all partitions are removed.</param>
    /// <param name="generation">Higher than those of all tasks of the connector so far.</param>
    /// <param name="cancellationToken">Cancelled after 30 seconds.</param>
    /// <returns>False when with these settings no offsets are kept beside the data, and nothing was done.</returns>
    /// <exception cref="Errors.FencedException">A higher generation is stored. Nothing was changed.</exception>
    /// <exception cref="Errors.RetriableException">It may have been stored or not, and the same call may succeed later. After any other exception nothing was changed.</exception>
    ValueTask<bool> StoreOffsetsAsync(
        IReadOnlyDictionary<string, string> settings, IReadOnlyDictionary<TopicPartition, long?>? offsets, long generation, CancellationToken cancellationToken);
}
