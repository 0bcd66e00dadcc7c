using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Producing;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// Sends in transactions, which begin with the first message. Its transactional id belongs to the task, so that each start of the task fences the one before: that one's open
/// transaction is aborted, and nothing it sends afterwards is taken.
/// </summary>
/// <param name="task">The task.</param>
/// <param name="settings">The producer's.</param>
/// <param name="listener">Hears what becomes of the messages.</param>
/// <param name="expiry">After which time Kafka aborts a transaction.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The producer's log.</param>
internal sealed class TransactionalSender(
    TaskId task, ClientSettings settings, IDeliveryListener listener, TransactionExpiry expiry, TimeProvider time, ILogger logger) : ITransactionalSender
{
    private readonly RecordProducer _producer = new(settings, listener, logger);
    private long _openSince;

    public bool IsOpen { get; private set; }

    public Task InitAsync(CancellationToken cancellationToken) => _producer.InitTransactionsAsync(cancellationToken);

    public ValueTask SendAsync(MessageBatch messages, CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            Begin();
        }

        return _producer.SendAsync(messages, cancellationToken);
    }

    public Task FlushAsync(CancellationToken cancellationToken) => _producer.FlushAsync(cancellationToken);

    public Task CommitAsync(CancellationToken cancellationToken) => EndAsync(_producer.CommitTransactionAsync, cancellationToken);

    public Task AbortAsync(CancellationToken cancellationToken) => EndAsync(_producer.AbortTransactionAsync, cancellationToken);

    /// <summary>What to say of an error of Kafka's: the task was too slow, or the transaction was interrupted and the task has only to start again.</summary>
    public Exception Explain(KafkaClientException cause)
    {
        var isOver = cause.Error.IsFenced || cause.Error.Code is KafkaErrorCode.State or KafkaErrorCode.Fatal;
        return isOver && IsOpen && time.GetElapsedTime(_openSince) >= expiry.Timeout
            ? expiry.Explain(task, cause)
            : InterruptedTransactionException.Of(task, cause);
    }

    public ValueTask DisposeAsync() => _producer.DisposeAsync();

    private void Begin()
    {
        try
        {
            _producer.BeginTransaction();
            (IsOpen, _openSince) = (true, time.GetTimestamp());
        }
        catch (KafkaClientException cause)
        {
            throw Explain(cause);
        }
    }

    private async Task EndAsync(Func<CancellationToken, Task> end, CancellationToken cancellationToken)
    {
        while (IsOpen)
        {
            try
            {
                await end(cancellationToken);
                IsOpen = false;
            }
            catch (KafkaClientException error) when (error.Error is { IsRetriable: true, IsFatal: false, IsAbortable: false })
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (KafkaClientException cause)
            {
                throw Explain(cause);
            }
        }
    }
}
