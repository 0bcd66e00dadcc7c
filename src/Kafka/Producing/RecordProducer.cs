using System.Globalization;
using Microsoft.Extensions.Logging;
using OrleansConnect.Kafka.Clients;

namespace OrleansConnect.Kafka.Producing;

/// <summary>
/// Sends batches of messages to Kafka and reports what became of each. Safe to use from several threads; messages of one
/// caller keep their order in a partition.
/// </summary>
public sealed partial class RecordProducer : IAsyncDisposable
{
    private const int PurgeEverything = 0x1 | 0x2;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly NativeClient _client;
    private readonly EventLoop _events;
    private readonly AsyncPulse _progress = new();
    private readonly DeliveryReports _reports;
    private readonly MessageSender _sender;
    private readonly TransactionCalls _transactions;
    private readonly ILogger _logger;
    private int _disposed;

    /// <exception cref="KafkaClientException">librdkafka refuses the settings.</exception>
    public RecordProducer(ClientSettings settings, IDeliveryListener listener, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(listener);
        _logger = logger;
        _client = NativeClient.Create(settings, NativeEvents.DeliveryReport | NativeEvents.Error | NativeEvents.Log);
        _reports = new DeliveryReports(listener, BufferBytes(settings), _progress, _client.FatalError, logger);
        var topics = new TopicHandles(_client);
        _sender = new MessageSender(_client, topics, _reports);
        _events = new EventLoop(_client, _reports, logger);
        _transactions = new TransactionCalls(_client, settings.TransactionalId);
        _client.BeforeDestroy = () =>
        {
            _events.Dispose();
            topics.Destroy();
        };
        if (settings.TransactionalId.Length == 0)
        {
            _ = FirstConnection.MakeAsync(_client, () => topics.Count);
        }
    }

    /// <summary>Messages whose delivery report is still to come.</summary>
    public long QueuedMessages => _reports.Outstanding;

    /// <summary>
    /// Hands all messages over; when it returns the batch may be used again. Waits while the producer's buffer is full. A
    /// message that cannot be sent at all is reported to the listener like any other. After a cancellation some of the
    /// messages may have been handed over: their reports come.
    /// </summary>
    public ValueTask SendAsync(MessageBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        var sent = SendFrom(batch, 0);
        return sent == batch.Count ? ValueTask.CompletedTask : SendRestAsync(batch, sent, cancellationToken);
    }

    /// <summary>Waits for the delivery reports of everything sent before.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var progress = _progress.Next();
            if (QueuedMessages == 0)
            {
                return;
            }

            await progress.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes over the transactional id: fences earlier producers and ends their transactions. To be called once, first.</summary>
    public Task InitTransactionsAsync(CancellationToken cancellationToken) => _transactions.InitAsync(cancellationToken);

    public void BeginTransaction() => _transactions.Begin();

    /// <summary>After a cancellation the outcome is unknown; all that can be done then is to dispose the producer.</summary>
    public Task CommitTransactionAsync(CancellationToken cancellationToken) => _transactions.CommitAsync(cancellationToken);

    /// <inheritdoc cref="CommitTransactionAsync"/>
    public Task AbortTransactionAsync(CancellationToken cancellationToken) => _transactions.AbortAsync(cancellationToken);

    /// <summary>Gives up what is not delivered (flush first to keep it), reporting it, and closes within a bounded time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _ = LibrdkafkaProducer.Purge(_client.Handle, PurgeEverything);
        using var timeout = new CancellationTokenSource(CloseTimeout);
        var reported = FlushAsync(timeout.Token);
        await reported.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var closed = _client.CloseAsync().WaitAsync(timeout.Token);
        await closed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!closed.IsCompletedSuccessfully)
        {
            LogClosingSlowly(CloseTimeout.TotalMilliseconds);
        }
    }

    private static long BufferBytes(ClientSettings settings) =>
        1024L * long.Parse(settings.Native["queue.buffering.max.kbytes"], CultureInfo.InvariantCulture);

    private async ValueTask SendRestAsync(MessageBatch batch, int sent, CancellationToken cancellationToken)
    {
        while (sent < batch.Count)
        {
            var progress = _progress.Next();
            var before = sent;
            sent = SendFrom(batch, sent);
            if (sent == before)
            {
                await progress.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private int SendFrom(MessageBatch batch, int from)
    {
        _client.Acquire();
        try
        {
            return _sender.Send(batch, from);
        }
        finally
        {
            if (_reports.HasRejected)
            {
                _events.Schedule();
            }

            _client.Release();
        }
    }

    [LoggerMessage(LogLevel.Warning, "A Kafka producer did not close within {ElapsedMs} ms and goes on closing in the background.")]
    private partial void LogClosingSlowly(double elapsedMs);
}
