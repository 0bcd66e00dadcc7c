using OrleansConnect.Abstractions.Data;

namespace OrleansConnect.Abstractions.Sinks;

/// <summary>
/// Writes records to a target system. Calls come one at a time: <see cref="StartAsync"/>, <see cref="OpenAsync"/> for the first partitions, then <see cref="PutAsync"/> again
/// and again with <see cref="PreCommitAsync"/> in between, <see cref="CloseAsync"/> for partitions that go elsewhere, and at the end <see cref="DisposeAsync"/>.
/// </summary>
public abstract class SinkTask : IAsyncDisposable
{
    /// <summary>Opens what the task needs. An exception fails the task.</summary>
    /// <param name="context">Assignment, rewinds, log and the like; valid until the task is disposed.</param>
    /// <param name="settings">One of the configurations that the connector made, with variables resolved.</param>
    /// <param name="cancellationToken">Cancelled when the task is to stop.</param>
    public abstract ValueTask StartAsync(ISinkTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken);

    /// <summary>
    /// Takes records, to write them now or to keep them until the flush; an empty batch gives the task its turn. The list belongs to the task.
    /// After a <see cref="Errors.RetriableException"/> the same records come again; any other exception fails the task.
    /// </summary>
    public abstract ValueTask PutAsync(IReadOnlyList<SinkRecord> records, CancellationToken cancellationToken);

    /// <summary>Writes everything that <see cref="PutAsync"/> took, so that these offsets may be committed.</summary>
    public virtual ValueTask FlushAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>
    /// The offsets that may be committed; given those of the last record put, plus one. Flushes and returns them unless overridden. An empty answer commits nothing; an
    /// exception rewinds to the last committed offsets.
    /// </summary>
    public virtual async ValueTask<IReadOnlyDictionary<TopicPartition, long>> PreCommitAsync(IReadOnlyDictionary<TopicPartition, long> offsets, CancellationToken cancellationToken)
    {
        await FlushAsync(offsets, cancellationToken).ConfigureAwait(false);
        return offsets;
    }

    /// <summary>Partitions are about to be read.</summary>
    public virtual ValueTask OpenAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Partitions are not read any more; their offsets were committed.</summary>
    public virtual ValueTask CloseAsync(IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Closes everything; also called when <see cref="StartAsync"/> failed.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
