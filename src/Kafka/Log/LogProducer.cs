using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace OrleansConnect.Kafka.Log;

/// <summary>
/// Appends to a topic without delay; while one request is under way the next batch gathers. A producer that met a fatal error is
/// replaced: idempotence ends with the session, and every proposal has a record key of its own.
/// </summary>
internal sealed partial class LogProducer : IAsyncDisposable
{
    private const int BatchBytes = 512 * 1024;
    private readonly Lock _gate = new();
    private readonly TopicFacts _topic;
    private readonly ProducerConfig _config;
    private readonly ILogger _logger;
    private readonly PendingTombstones _tombstones;
    private IProducer<byte[], byte[]?> _producer;
    private Task _lookup = Task.CompletedTask;
    private bool _isClosing;

    public LogProducer(KafkaConnection connection, TopicFacts topic, TimeSpan writeTimeout, TimeProvider time, ILogger logger)
    {
        var timeoutMs = (int)writeTimeout.TotalMilliseconds;
        _topic = topic;
        _logger = logger;
        _config = new ProducerConfig(connection.ToClientConfig())
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 0,
            MessageTimeoutMs = timeoutMs,
            RequestTimeoutMs = timeoutMs,
            // The topic's own limit is checked before; a batch of many must respect it too.
            MessageMaxBytes = Math.Max(1000, topic.MaxMessageBytes),
            BatchSize = Math.Min(BatchBytes, Math.Max(1, topic.RecordBytesMax)),
            DeliveryReportFields = "status",
        };
        _tombstones = new(SendTombstones, time);
        _producer = Build();
    }

    /// <summary>Sends a record and tells its fate; throws when it cannot even be queued.</summary>
    public void Send(int partition, byte[] key, byte[]? value, Action<Error, PersistenceStatus> onDelivered)
    {
        var producer = Volatile.Read(ref _producer);
        try
        {
            producer.Produce(ToTopicPartition(partition), new Message<byte[], byte[]?> { Key = key, Value = value }, report =>
            {
                ReplaceIfFatal(producer, report.Error);
                onDelivered(report.Error, report.Status);
            });
        }
        catch (ProduceException<byte[], byte[]?> exception)
        {
            ReplaceIfFatal(producer, exception.Error);
            onDelivered(exception.Error, PersistenceStatus.NotPersisted);
        }

        _tombstones.SendAll();
    }

    /// <summary>Sends a tombstone soon, if there is room for it; one that is lost is made up for by a later sweep.</summary>
    public void SendTombstone(in EntryKey entryKey) => _tombstones.Add(entryKey);

    public async ValueTask DisposeAsync()
    {
        await _tombstones.DisposeAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _isClosing = true;
        }

        await _lookup.ConfigureAwait(false);
        await Task.Run(Close).ConfigureAwait(false);
    }

    // Without the lock: a report of a fatal error waits for it on the thread that closing waits for.
    private void Close()
    {
        _producer.Flush(TimeSpan.FromSeconds(1));
        _producer.Dispose();
    }

    private void SendTombstones(IReadOnlyList<EntryKey> entryKeys)
    {
        var producer = Volatile.Read(ref _producer);
        try
        {
            foreach (var entryKey in entryKeys)
            {
                producer.Produce(ToTopicPartition(KeyPartition.Of(entryKey.Key, _topic.Partitions)), new Message<byte[], byte[]?> { Key = entryKey.ToBytes(), Value = null });
            }
        }
        catch (KafkaException exception)
        {
            ReplaceIfFatal(producer, exception.Error);
        }
    }

    private Confluent.Kafka.TopicPartition ToTopicPartition(int partition) => new(_topic.Name, partition);

    private void ReplaceIfFatal(IProducer<byte[], byte[]?> producer, Error error)
    {
        if (!error.IsFatal)
        {
            return;
        }

        lock (_gate)
        {
            if (!_isClosing && ReferenceEquals(_producer, producer))
            {
                LogReplaced(_topic.Name, error.Reason);
                Volatile.Write(ref _producer, Build());
            }
        }
    }

    private IProducer<byte[], byte[]?> Build()
    {
        var log = new KafkaClientLog(_logger);
        var producer = new ProducerBuilder<byte[], byte[]?>(_config)
            .SetKeySerializer(Serializers.ByteArray)
            .SetValueSerializer(OptionalBytes.Instance)
            .SetLogHandler(log.Write)
            .SetErrorHandler((_, error) => log.WriteError(error))
            .Build();
        _lookup = Task.Factory.StartNew(() => TopicLookup.Run(producer, _topic.Name), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return producer;
    }

    [LoggerMessage(LogLevel.Warning, "The producer of topic '{Topic}' met a fatal error and is replaced: {Reason}.")]
    private partial void LogReplaced(string topic, string reason);
}
