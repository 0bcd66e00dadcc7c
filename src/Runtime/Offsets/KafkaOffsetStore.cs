using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Runtime.Offsets;

/// <summary>
/// Keeps source offsets in <c>offset.storage.topic</c>, in Kafka Connect's format, so that its workers and ours go on where the other one stopped. The topic is tailed into
/// memory; a read waits until the tail has met everything that was written before it.
/// </summary>
public sealed partial class KafkaOffsetStore : ISourceOffsetStore, IAsyncDisposable
{
    private readonly OffsetTopic _settings;
    private readonly ILogger _logger;
    private readonly OffsetView _view = new();
    private readonly SemaphoreSlim _opening = new(1);
    private readonly IAdminClient _admin;
    private readonly IProducer<byte[], byte[]?> _producer;
    private CompactedTopicTail? _tail;

    /// <summary>A store on that topic, which is opened with <see cref="OpenAsync"/> or at first use.</summary>
    public KafkaOffsetStore(OffsetTopic settings, ILogger<KafkaOffsetStore> logger)
    {
        _settings = settings;
        _logger = logger;
        _admin = settings.BuildAdmin();
        _producer = settings.BuildProducer();
    }

    /// <summary>Creates the topic if it is missing, checks it and reads it.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            _tail ??= await CompactedTopicTail.OpenAsync(_settings.Topic, _settings.Tail, _admin, OnRecord, _logger, cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

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
    public async Task WriteAsync(string connector, IReadOnlyDictionary<SourcePartition, SourceOffset?> offsets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        var writes = new List<Task>(offsets.Count);
        foreach (var (partition, offset) in offsets)
        {
            var message = new Message<byte[], byte[]?>
            {
                Key = _view.KeyOf(connector, partition),
                Value = offset is null ? null : OffsetCodec.ValueOf(offset),
            };
            writes.Add(_producer.ProduceAsync(_settings.Topic.Name, message, cancellationToken));
        }

        try
        {
            await Task.WhenAll(writes);
        }
        catch (ProduceException<byte[], byte[]?> cause)
        {
            throw new RetriableException(
                $"The source offsets of connector '{connector}' could not be written to topic '{_settings.Topic.Name}': {cause.Error.Reason}. They are written again with the next commit.",
                cause);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_tail is { } tail)
        {
            await tail.DisposeAsync();
        }

        _producer.Dispose();
        _admin.Dispose();
        _opening.Dispose();
    }

    private async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        if (_tail is null)
        {
            await OpenAsync(cancellationToken);
        }

        await (_tail?.ReadToEndAsync(cancellationToken) ?? Task.CompletedTask);
    }

    private void OnRecord(TailRecord record)
    {
        if (record.Key is null || !_view.Apply(record.Key, record.Value))
        {
            LogForeign(_settings.Topic.Name, record.Partition, record.Offset);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The record at offset {Offset} of {Topic}-{Partition} is not a source offset and is left out.")]
    private partial void LogForeign(string topic, int partition, long offset);
}
