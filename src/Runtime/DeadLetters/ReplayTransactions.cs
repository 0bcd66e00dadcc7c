using System.Buffers;
using Microsoft.Extensions.Logging;
using OrleansConnect.Grains;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Producing;
using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Writes records and marks, all of a transaction or none. Its transactional id is the queue's: a replay that begins later ends this one.</summary>
internal sealed class ReplayTransactions : IDeliveryListener, IAsyncDisposable
{
    private static readonly TimeSpan AbortTimeout = TimeSpan.FromSeconds(5);

    private readonly MessageBatch _messages = new();
    private readonly RecordProducer _producer;
    private readonly string _queue;
    private DeliveryReport? _refused;
    private Exception? _lost;
    private bool _isOpen;

    public ReplayTransactions(ClientSettings settings, string queue, ILogger logger)
    {
        _queue = queue;
        _producer = new(settings, this, logger);
    }

    /// <summary>Takes over the queue: what another replay has open is aborted, and it writes nothing any more. To be called once, first.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => AskAsync(() => _producer.InitTransactionsAsync(cancellationToken));

    public void Add(PreviewRecord record)
    {
        _messages.Begin(record.Topic, record.Partition, record.TimestampMs, 0);
        _messages.EndKey(isNull: !Write(record.Key));
        _messages.EndValue(isNull: !Write(record.Value));
        foreach (var (name, value) in record.Headers)
        {
            _messages.EndHeader(name, isNull: !Write(value));
        }

        _messages.Commit();
    }

    /// <summary>Adds a mark; null takes the letter's mark away.</summary>
    public void Add(string marksTopic, Letter letter, LetterMark? mark) =>
        Add(new(marksTopic, 0, null, [], MarkCodec.KeyOf(letter), mark is null ? null : MarkCodec.ValueOf(mark)));

    /// <summary>Writes what was added and commits it.</summary>
    /// <param name="advice">What to do when nobody knows whether it was committed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ConnectRequestException">Nothing of it is visible, unless the message says that nobody knows.</exception>
    public async Task CommitAsync(string advice, CancellationToken cancellationToken)
    {
        if (_messages.Count == 0)
        {
            return;
        }

        await AskAsync(async () =>
        {
            _producer.BeginTransaction();
            _isOpen = true;
            await _producer.SendAsync(_messages, cancellationToken);
            await _producer.FlushAsync(cancellationToken);
        });
        _messages.Clear();
        await RequireTakenAsync(cancellationToken);
        try
        {
            await AskAsync(() => RepeatAsync(() => _producer.CommitTransactionAsync(cancellationToken), cancellationToken));
            _isOpen = false;
        }
        catch (OperationCanceledException cause)
        {
            throw new ConnectRequestException(
                RequestErrorKind.TimedOut, $"Kafka did not say in time whether the transaction of the replay was committed. {advice}", cause);
        }
    }

    public void OnDelivered(ReadOnlySpan<DeliveryReport> reports)
    {
        foreach (ref readonly var report in reports)
        {
            if (report.Error is not null)
            {
                _refused ??= report;
            }
        }
    }

    public void OnReportsLost(Exception cause) => _lost = cause;

    public async ValueTask DisposeAsync()
    {
        await AbortAsync();
        await _producer.DisposeAsync();
        _messages.Dispose();
    }

    // Readers of committed records wait behind a transaction that stays open, until Kafka aborts it after its timeout. Should this fail, that is what comes of it.
    private async Task AbortAsync()
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        using var timeout = new CancellationTokenSource(AbortTimeout);
        await RepeatAsync(() => _producer.AbortTransactionAsync(timeout.Token), timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool Write(byte[]? bytes)
    {
        _messages.Output.Write(bytes);
        return bytes is not null;
    }

    private async Task RequireTakenAsync(CancellationToken cancellationToken)
    {
        if (_lost is { } cause)
        {
            throw new ConnectRequestException(
                RequestErrorKind.Internal, "It is not known whether Kafka took the records of the replay, because its answers could not be taken in. Nothing of them is visible.", cause);
        }

        if (_refused is not { Error: { } error } refused)
        {
            return;
        }

        if (!error.IsFenced)
        {
            // Of a producer that cannot go on, messages only say that they were dropped: why, the transaction says.
            await AskAsync(() => RepeatAsync(() => _producer.AbortTransactionAsync(cancellationToken), cancellationToken));
            _isOpen = false;
        }

        throw Refused($"Kafka did not take a record for topic '{refused.Topic}'", error, null);
    }

    private static async Task RepeatAsync(Func<Task> end, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await end();
                return;
            }
            catch (KafkaClientException error) when (error.Error is { IsRetriable: true, IsFatal: false, IsAbortable: false })
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task AskAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (KafkaClientException cause)
        {
            throw Refused("Kafka refused the transaction of the replay", cause.Error, cause);
        }
    }

    private ConnectRequestException Refused(string what, KafkaError error, Exception? cause) => error.IsFenced
        ? new(RequestErrorKind.Conflict, $"Another replay of dead letter queue '{_queue}' has begun meanwhile and ended this one. Look at what is left, then try again.", cause)
        : new(error.IsRetriable ? RequestErrorKind.Unavailable : RequestErrorKind.Internal, $"{what}, and nothing of it is visible: {error}. {error.Advice}", cause);
}
