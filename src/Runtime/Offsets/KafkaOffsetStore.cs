using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// Keeps source offsets in <c>offset.storage.topic</c>, in Kafka Connect's format, so that its workers and ours go on where the other one stopped. The topic is tailed into
/// memory; a read waits until the tail has met everything that was written before it, however long Kafka is away.
/// </summary>
public sealed partial class KafkaOffsetStore : ITransactionalOffsetStore, IAsyncDisposable
{
    private static readonly TimeSpan VisiblePause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan RetryPauseMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(30);

    private readonly OffsetTopic _settings;
    private readonly ILogger _logger;
    private readonly OffsetView _view;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly IAdminClient _admin;
    private Task<Opened>? _opening;
    private long? _loggedAt;
    private int _isDisposed;

    /// <summary>A store on that topic, which is opened with <see cref="OpenAsync"/> or at first use.</summary>
    public KafkaOffsetStore(OffsetTopic settings, ILogger<KafkaOffsetStore> logger)
    {
        _settings = settings;
        _logger = logger;
        _view = new OffsetView(settings.Topic.Name);
        _admin = settings.Tail.Connection.BuildAdmin(new KafkaClientLog(logger));
    }

    /// <summary>Begins with <see cref="OpenAsync"/>, which tells what comes of it.</summary>
    public void BeginOpening() => _ = Opening();

    /// <summary>Creates the topic if it is missing, checks it and reads it.</summary>
    /// <exception cref="KafkaUnavailableException">Kafka did not serve in time.</exception>
    /// <exception cref="TopicUnusableException">The topic is not compacted or cannot be created.</exception>
    public Task OpenAsync(CancellationToken cancellationToken) => OpenedAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<SourceOffset?> ReadAsync(string connector, SourcePartition partition, CancellationToken cancellationToken)
    {
        await ReadToEndAsync(cancellationToken);
        return _view.Find(connector, partition);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<SourcePartition, SourceOffset>> ReadAllAsync(string connector, CancellationToken cancellationToken)
    {
        await ReadToEndAsync(cancellationToken);
        return _view.All(connector);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyCollection<SourcePartition>> PartitionsAsync(string connector, CancellationToken cancellationToken)
    {
        await ReadToEndAsync(cancellationToken);
        return _view.Partitions(connector);
    }

    /// <inheritdoc/>
    public async Task WriteTogetherAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        if (offsets.Count <= 1)
        {
            await WriteAsync(connector, offsets, cancellationToken);
            return;
        }

        var (tail, _) = await OpenedAsync(cancellationToken);
        var transaction = new OffsetTransaction(_settings.Topic.Name, id => _settings.BuildProducer(tail.Topic, new KafkaClientLog(_logger), id));
        await transaction.WriteAsync(connector, Records(connector, offsets, tail), cancellationToken);
        await AwaitVisibleAsync(connector, offsets, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        var (tail, producer) = await OpenedAsync(cancellationToken);
        var records = Records(connector, offsets, tail);
        try
        {
            await producer.WriteAsync(records, cancellationToken);
        }
        catch (KafkaException cause)
        {
            throw new RetriableException(
                $"The source offsets of connector '{connector}' could not be written to topic '{_settings.Topic.Name}': {cause.Error.Reason}. They are written again with the next commit.",
                cause);
        }
    }

    /// <inheritdoc/>
    public string Topic => _settings.Topic.Name;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OffsetRecord>> EncodeAsync(
        string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        var (tail, _) = await OpenedAsync(cancellationToken);
        return Records(connector, offsets, tail);
    }

    /// <inheritdoc/>
    public Task OnCommittedAsync(
        string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, Func<CancellationToken, Task> beforeCopy, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A container that knows the store under two types disposes it twice, which the admin client does not bear.
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync();
        if (_opening is { } opening)
        {
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (opening.IsCompletedSuccessfully)
            {
                var (tail, producer) = await opening;
                await tail.DisposeAsync();
                producer.Dispose();
            }
        }

        _admin.Dispose();
        _stopping.Dispose();
    }

    private Task<Opened> OpenedAsync(CancellationToken cancellationToken) => Opening().WaitAsync(cancellationToken);

    // An opening that failed is tried anew by whoever asks next.
    private Task<Opened> Opening()
    {
        lock (_gate)
        {
            return _opening is null or { IsFaulted: true } or { IsCanceled: true } ? _opening = Task.Run(() => OpenOnceAsync(_stopping.Token), _stopping.Token) : _opening;
        }
    }

    private async Task<Opened> OpenOnceAsync(CancellationToken cancellationToken)
    {
        var tail = await CompactedTopicTail.OpenAsync(_settings.Topic, _settings.Tail, _admin, OnRecord, _logger, cancellationToken);
        return new Opened(tail, new(_settings.Topic.Name, () => _settings.BuildProducer(tail.Topic, new KafkaClientLog(_logger)), _logger));
    }

    // An old offset would repeat records, so a read waits for Kafka rather than answer from memory.
    private async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        var (tail, _) = await OpenedAsync(cancellationToken);
        KafkaUnavailableException? away = null;
        for (var pause = VisiblePause; ; pause = pause * 2 < RetryPauseMax ? pause * 2 : RetryPauseMax)
        {
            ThrowIfEnded(tail);
            try
            {
                await tail.ReadToEndAsync(cancellationToken);
                return;
            }
            catch (KafkaUnavailableException cause) when (cause.IsPassing)
            {
                away = cause;
                LogIfDue(cause);
            }
            catch (KafkaUnavailableException cause)
            {
                throw new ConnectException($"Source offsets could not be read: {cause.Message} Let the worker read topic '{Topic}', then restart the task.", cause);
            }
            catch (TopicUnusableException)
            {
                ThrowIfEnded(tail);
                throw;
            }
            catch (OperationCanceledException) when (away is not null)
            {
                throw GivenUp(away, cancellationToken);
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                throw GivenUp(away, cancellationToken);
            }
        }
    }

    // Whoever waited is to be able to say for what.
    private static OperationCanceledException GivenUp(KafkaUnavailableException away, CancellationToken cancellationToken) => new(away.Message, away, cancellationToken);

    // Many wait at once when Kafka is away.
    private void LogIfDue(KafkaUnavailableException cause)
    {
        lock (_gate)
        {
            if (_loggedAt is { } at && TimeProvider.System.GetElapsedTime(at) < LogInterval)
            {
                return;
            }

            _loggedAt = TimeProvider.System.GetTimestamp();
        }

        LogUnreachable(_settings.Topic.Name, cause.Message);
    }

    // A transaction is committed before each of its partitions has heard of that: who reads a moment later would still find what was there before.
    private async Task AwaitVisibleAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_settings.Tail.StartTimeout);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            do
            {
                await ReadToEndAsync(limited.Token);
                if (offsets.All(entry => _view.Holds(connector, entry.Key, entry.Value)))
                {
                    return;
                }

                await Task.Delay(VisiblePause, TimeProvider.System, limited.Token);
            }
            while (true);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Told below.
        }

        throw new RetriableException(
            $"The source offsets of connector '{connector}' were written to topic '{_settings.Topic.Name}', but cannot be read yet: Kafka is away, or an older transaction in the topic has not ended. Look at them again.");
    }

    private List<OffsetRecord> Records(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CompactedTopicTail tail)
    {
        ThrowIfEnded(tail);
        return [.. offsets.Select(entry => ToRecord(connector, entry.Key, entry.Value, tail.Topic))];
    }

    private OffsetRecord ToRecord(string connector, SourcePartition partition, SourceOffset? offset, TopicFacts topic)
    {
        var record = new OffsetRecord(_view.KeyOf(connector, partition), offset is null ? null : OffsetCodec.ValueOf(offset));
        var sizeBytes = record.Key.Length + (record.Value?.Length ?? 0);
        return sizeBytes <= topic.RecordBytesMax
            ? record
            : throw new ConnectException(
                $"An offset of connector '{connector}' takes {sizeBytes} bytes with its partition, but topic '{topic.Name}' takes {topic.RecordBytesMax} "
                + $"(max.message.bytes={topic.MaxMessageBytes}). Keep less in it, or raise the topic's max.message.bytes and restart the worker.");
    }

    private static void ThrowIfEnded(CompactedTopicTail tail)
    {
        if (tail.Fault is { } fault)
        {
            throw new ConnectException($"Source offsets can neither be read nor written: {fault.Message}", fault);
        }
    }

    private void OnRecord(TailRecord record)
    {
        if (_view.Apply(record) is { } problem)
        {
            LogUnreadable(_settings.Topic.Name, record.Partition, record.Offset, OffsetView.TextOf(record.Key), problem);
        }
    }

    [LoggerMessage(LogLevel.Error, "The record at offset {Offset} of {Topic}-{Partition} with key '{Key}' cannot be read as a source offset: {Problem}.")]
    private partial void LogUnreadable(string topic, int partition, long offset, string key, string problem);

    [LoggerMessage(LogLevel.Warning, "Still waiting to read the source offsets in topic '{Topic}': {Reason}")]
    private partial void LogUnreachable(string topic, string reason);

    private sealed record Opened(CompactedTopicTail Tail, OffsetProducer Producer);
}
