namespace OrleansConnect.Abstractions.Sources;

/// <summary>
/// Reads a part of a source system. The runtime calls <see cref="StartAsync"/> once, then <see cref="PollAsync"/> again and again, the commit methods in between,
/// and at the end <see cref="DisposeAsync"/>: never two of them at the same time. Cancellation is the one way to stop a call.
/// </summary>
public abstract class SourceTask : IAsyncDisposable
{
    /// <summary>Whether <see cref="CommitRecordsAsync"/> is to be called, which costs memory per record; false unless overridden.</summary>
    public virtual bool WantsDeliveries => false;

    /// <summary>Opens what the task needs. An exception fails the task.</summary>
    /// <param name="context">Offsets, log and the like; valid until the task is disposed.</param>
    /// <param name="settings">One of the configurations that the connector made, with variables resolved.</param>
    /// <param name="cancellationToken">Cancelled when the task is to stop.</param>
    public abstract ValueTask StartAsync(ISourceTaskContext context, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken);

    /// <summary>
    /// The next records, in order; waits until there are some and never spins. An empty batch is allowed, so that a task can look at its own affairs.
    /// A <see cref="Errors.RetriableException"/> is polled again after a pause, any other exception fails the task.
    /// </summary>
    public abstract ValueTask<IReadOnlyList<SourceRecord>> PollAsync(CancellationToken cancellationToken);

    /// <summary>Called with records that Kafka has acknowledged or that were skipped, in the order of acknowledgement, when <see cref="WantsDeliveries"/>.</summary>
    public virtual ValueTask CommitRecordsAsync(ReadOnlyMemory<DeliveredRecord> records, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Called after source offsets were committed, so that the source system can be told what is safe. Exceptions are logged only.</summary>
    public virtual ValueTask CommitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Closes everything; also called when <see cref="StartAsync"/> failed.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
