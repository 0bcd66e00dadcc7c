using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Producing;

/// <summary>librdkafka's transaction functions, which block: each call gets a thread of its own.</summary>
internal sealed class TransactionCalls(NativeClient client, string transactionalId)
{
    // The time that remains of transaction.timeout.ms, as librdkafka recommends.
    private const int RemainingTime = -1;
    private const int InitTimeoutMs = 10_000;

    public async Task InitAsync(CancellationToken cancellationToken)
    {
        KafkaError? error;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            error = await RunAsync(static handle => LibrdkafkaProducer.InitTransactions(handle, InitTimeoutMs), cancellationToken).ConfigureAwait(false);
        }
        while (error is { IsRetriable: true });

        ThrowIf(error, "initialized");
    }

    public void Begin()
    {
        using var lease = client.Use();
        var error = LibrdkafkaProducer.BeginTransaction(client.Handle);
        ThrowIf(error == 0 ? null : KafkaError.Take(error), "begun");
    }

    public async Task CommitAsync(CancellationToken cancellationToken) => ThrowIf(
        await RunAsync(static handle => LibrdkafkaProducer.CommitTransaction(handle, RemainingTime), cancellationToken).ConfigureAwait(false),
        "committed");

    public async Task AbortAsync(CancellationToken cancellationToken) => ThrowIf(
        await RunAsync(static handle => LibrdkafkaProducer.AbortTransaction(handle, RemainingTime), cancellationToken).ConfigureAwait(false),
        "aborted");

    private Task<KafkaError?> RunAsync(Func<nint, nint> call, CancellationToken cancellationToken) =>
        BlockingCall.RunAsync(client, handle => call(handle) is var error && error != 0 ? KafkaError.Take(error) : null, cancellationToken);

    private void ThrowIf(KafkaError? error, string what)
    {
        if (error is null)
        {
            return;
        }

        var then = error switch
        {
            { Code: KafkaErrorCode.TransactionalIdAuthorizationFailed } =>
                $"Allow the principal of the producer the operations Write and Describe on transactional id '{transactionalId}', and see that no ACL denies them.",
            { Code: KafkaErrorCode.InvalidTransactionTimeout } => "Set 'transaction.timeout.ms' of the producer to no more than the 'transaction.max.timeout.ms' of the brokers.",
            { IsFenced: true } => "A newer producer with this transactional id has taken over: end this one.",
            { IsFatal: true } => "The producer cannot go on: replace it.",
            { IsAbortable: true } => "Abort the transaction and send its messages again.",
            { IsRetriable: true } => "Try again.",
            _ => "Replace the producer.",
        };
        throw new KafkaClientException($"Producer '{transactionalId}': the transaction cannot be {what}: {error}. {then}", error);
    }
}
