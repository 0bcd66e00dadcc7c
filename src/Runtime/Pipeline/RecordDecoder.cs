using System.Runtime.InteropServices;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Consuming;
using TimestampKind = OrleansConnect.Abstractions.Sinks.TimestampKind;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>Turns consumed messages into sink records: key, value, headers, then transformations. Only errors leave the plain loop over the batch.</summary>
internal sealed class RecordDecoder(TransformationChain chain, RecordConverters converters, ErrorPolicy errors, bool keepsOrigins = false)
{
    private readonly ErrorAttempts _attempts = new();
    private SinkBatch _batch = new();
    private int _next;
    private bool _isTransforming;
    private ErrorStage _stage;
    private string? _lastRead;

    /// <summary>The records of a batch, without those that were filtered or skipped.</summary>
    /// <param name="messages">The batch.</param>
    /// <param name="waiting">Ends the wait for another attempt at a record that failed.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public async ValueTask<SinkBatch> DecodeAsync(ConsumedBatch messages, CancellationToken waiting, CancellationToken cancellationToken)
    {
        _batch = new(messages.Count);
        (_next, _isTransforming, _lastRead) = (0, false, null);
        while (_next < messages.Count)
        {
            if (TryDecode(messages) is { } error)
            {
                await DecideAsync(error, messages, waiting, cancellationToken);
            }
        }

        _batch.Complete();
        return _batch;
    }

    private Exception? TryDecode(ConsumedBatch messages)
    {
        try
        {
            while (_next < messages.Count)
            {
                var message = messages[_next];
                if (message.Error is { } fault)
                {
                    PassOver(fault, message);
                    continue;
                }

                if (Read(message) is { } record)
                {
                    _batch.Records.Add(record);
                }

                Done(message);
            }

            return null;
        }
        catch (Exception error) when (error is not KafkaClientException)
        {
            return error;
        }
    }

    // librdkafka goes on by itself where it can.
    private void PassOver(KafkaError fault, ConsumedMessage message)
    {
        if (fault.Code == KafkaErrorCode.PartitionEof)
        {
            _batch.Ends[new(message.Topic, message.Partition)] = message.Offset;
        }
        else
        {
            var error = new KafkaClientException($"Topic '{message.Topic}' partition {message.Partition} cannot be read: {fault}.", fault);
            _batch.Fault = fault.IsRetriable ? error : throw error;
        }

        _next++;
    }

    private SinkRecord? Read(ConsumedMessage message)
    {
        if (_isTransforming)
        {
            return (SinkRecord?)chain.Resume();
        }

        _stage = ErrorStage.KeyConverter;
        var key = converters.Key.ToConnectData(message.Topic, message.IsKeyNull ? SerializedBytes.Null : message.Key);
        _stage = ErrorStage.ValueConverter;
        var value = converters.Value.ToConnectData(message.Topic, message.IsValueNull ? SerializedBytes.Null : message.Value);
        _stage = ErrorStage.HeaderConverter;
        var record = new SinkRecord
        {
            Topic = message.Topic,
            Partition = message.Partition,
            KeySchema = key.Schema,
            Key = key.Value,
            ValueSchema = value.Schema,
            Value = value.Value,
            TimestampMs = message.TimestampMs is >= 0 and var timestampMs ? timestampMs : null,
            TimestampKind = (TimestampKind)message.TimestampKind,
            Headers = ReadHeaders(message),
            KafkaOffset = message.Offset,
            OriginalTopic = message.Topic,
            OriginalPartition = message.Partition,
            OriginalOffset = message.Offset,
            Origin = keepsOrigins ? ConsumedRecord.Of(message) : null,
        };
        SetRead(record.Topic);
        if (chain.IsEmpty)
        {
            return record;
        }

        (_isTransforming, _stage) = (true, ErrorStage.Transformation);
        return (SinkRecord?)chain.Apply(record, isOwned: true);
    }

    private void SetRead(string topic)
    {
        if (!ReferenceEquals(topic, _lastRead))
        {
            _lastRead = topic;
            _batch.Topics.Add(topic);
        }
    }

    private Headers ReadHeaders(ConsumedMessage message)
    {
        List<Header>? headers = null;
        foreach (var header in message.Headers)
        {
            var decoded = converters.Header.ToConnectHeader(message.Topic, header.Name, header.IsNull ? SerializedBytes.Null : header.Value);
            HeaderValues.EnsureFits(decoded.Schema, decoded.Value);
            (headers ??= []).Add(new(header.Name, decoded.Schema, decoded.Value));
        }

        return headers is null ? Headers.Empty : Headers.Of(CollectionsMarshal.AsSpan(headers));
    }

    private void Done(ConsumedMessage message)
    {
        _batch.AddRead(message.Topic, message.Partition, message.Offset, message.Key.Length + message.Value.Length);
        (_next, _isTransforming) = (_next + 1, false);
    }

    private async ValueTask DecideAsync(Exception error, ConsumedBatch messages, CancellationToken waiting, CancellationToken cancellationToken)
    {
        var className = _isTransforming ? chain.FailedClass : converters.ClassOf(_stage);
        var place = ((long)_next << 16) | (_isTransforming ? (uint)chain.FailedStep : 0x8000 + (uint)_stage);
        var failure = new FailedOperation(_stage, className, error) { Consumed = ConsumedRecord.Of(messages[_next]) };
        if (await errors.DecideAsync(failure, _attempts, place, waiting, cancellationToken) == ErrorVerdict.Skip)
        {
            Done(messages[_next]);
        }
    }
}
