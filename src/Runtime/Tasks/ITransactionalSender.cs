namespace OrleansConnect.Runtime.Tasks;

/// <summary>What those who claim and end a source task's transactions ask of its producer. A transaction begins with the first message after the last one ended.</summary>
internal interface ITransactionalSender : IMessageSender
{
    /// <summary>Whether anything was sent since the last transaction ended.</summary>
    bool IsOpen { get; }

    /// <summary>Takes over the transactional id. To be called once, first.</summary>
    Task InitAsync(CancellationToken cancellationToken);

    /// <summary>Waits until Kafka has answered for every message.</summary>
    Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Commits; the library goes on with what Kafka has not answered in time, and it must not be given up while its outcome is unknown.</summary>
    Task CommitAsync(CancellationToken cancellationToken);

    /// <summary>Aborts, with as much patience.</summary>
    Task AbortAsync(CancellationToken cancellationToken);
}
