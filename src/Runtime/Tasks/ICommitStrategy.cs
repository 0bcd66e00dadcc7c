namespace OrleansConnect.Runtime.Tasks;

/// <summary>Decides when source offsets become durable.</summary>
internal interface ICommitStrategy
{
    /// <summary>The task has started.</summary>
    void Start();

    /// <summary>Called between two polls: whether offsets were committed since the last call, so that the task is to be told.</summary>
    ValueTask<bool> AfterBatchAsync(CancellationToken cancellationToken);

    /// <summary>Waits until Kafka has answered for what it was sent, within the time a flush may take.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>The last commit, of everything Kafka has. No poll is under way any more, and nothing is called afterwards.</summary>
    ValueTask<bool> FinishAsync(CancellationToken cancellationToken);
}
