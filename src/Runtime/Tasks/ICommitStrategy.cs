using OrleansConnect.Abstractions.Sources;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Decides when source offsets become durable.</summary>
internal interface ICommitStrategy
{
    /// <summary>The task has started.</summary>
    void Start();

    /// <summary>Fails when nothing can be committed any more, so that the task has to end.</summary>
    Task Fault { get; }

    /// <summary>Divides a batch where a commit may have to follow a record in its middle. Each part is sent between <see cref="BeforePartAsync"/> and <see cref="AfterPartAsync"/>.</summary>
    IReadOnlyList<BatchPart> Divide(IReadOnlyList<SourceRecord> batch);

    /// <summary>Called before anything of a part is sent.</summary>
    ValueTask BeforePartAsync(CancellationToken cancellationToken);

    /// <summary>Called when a part was sent: whether offsets were committed since the last call, so that the task is to be told.</summary>
    ValueTask<bool> AfterPartAsync(BatchPart part, CancellationToken cancellationToken);

    /// <summary>Called when the task rests, between parts: whether offsets were committed since the last call, so that the task is to be told.</summary>
    ValueTask<bool> PauseAsync();

    /// <summary>The records that count as delivered since the last call, for tasks that want to know.</summary>
    ReadOnlyMemory<DeliveredRecord> TakeDelivered();

    /// <summary>Waits until Kafka has answered for what it was sent, within the time a flush may take.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>The last commit, whatever has become of the task. No poll is under way any more, and nothing is called afterwards.</summary>
    ValueTask<bool> FinishAsync(CancellationToken cancellationToken);
}
