using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Producing;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>
/// Sends in transactions, which begin with the first message. Its transactional id belongs to the task, so that each start of the task fences the one before: that one's open
/// transaction is aborted, and nothing it sends afterwards is taken.
/// </summary>
internal sealed class TransactionalSender(TaskId task, ClientSettings settings, IDeliveryListener listener, TimeProvider time, ILogger logger) : IMessageSender
{
    private readonly RecordProducer _producer = new(settings, listener, logger);
    private long _openSince;

    /// <summary>Whether anything was sent since the last transaction ended.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How long the transaction has been open.</summary>
    public TimeSpan Age => IsOpen ? time.GetElapsedTime(_openSince) : TimeSpan.Zero;

    /// <summary>Takes over the transactional id. To be called once, first.</summary>
    public Task InitAsync(CancellationToken cancellationToken) => _producer.InitTransactionsAsync(cancellationToken);

    public ValueTask SendAsync(MessageBatch messages, CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            Begin();
        }

        return _producer.SendAsync(messages, cancellationToken);
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        await _producer.CommitTransactionAsync(cancellationToken);
        IsOpen = false;
    }

    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        await _producer.AbortTransactionAsync(cancellationToken);
        IsOpen = false;
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
            throw InterruptedTransactionException.Of(task, cause);
        }
    }
}
