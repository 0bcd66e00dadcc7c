using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Kafka.Producing;

namespace OrleansConnect.Runtime.Pipeline;

/// <summary>
/// Turns source records into messages of one buffer: transformations, then headers, key and value. What fails half-way leaves nothing behind. The records of a batch are encoded in a
/// plain loop, which only errors and topics seen for the first time leave.
/// </summary>
internal sealed class RecordEncoder(TransformationChain chain, RecordConverters converters, ErrorPolicy errors, IRecordTracker tracker, ITopicGate topics)
{
    /// <summary>A buffer with that much in it is sent before more is encoded.</summary>
    public const int BufferBytes = 1 << 20;

    private readonly ErrorAttempts _attempts = new();
    private SourceRecord[] _batch = [];
    private int _next;
    private Step _step;
    private long _sequence;
    private ConnectRecord? _transformed;
    private ErrorStage _stage;
    private Exception? _undecided;

    private enum Step
    {
        New,
        Transforming,
        Transformed,
    }

    /// <summary>Whether every record of the batch was encoded or skipped.</summary>
    public bool IsDone => _next == _batch.Length;

    /// <summary>Takes the next batch.</summary>
    public void Begin(IReadOnlyList<SourceRecord> batch)
    {
        (_batch, _next) = (batch as SourceRecord[] ?? [.. batch], 0);
    }

    /// <summary>Encodes until the batch is done, the buffer is full, or what is in it would have to wait for a record that failed.</summary>
    /// <param name="messages">Where to.</param>
    /// <param name="waiting">Ends the wait for another attempt, while nothing is in the buffer.</param>
    /// <param name="cancellationToken">Ends everything.</param>
    public async ValueTask EncodeAsync(MessageBatch messages, CancellationToken waiting, CancellationToken cancellationToken)
    {
        while (!IsDone && messages.SizeBytes < BufferBytes)
        {
            string? closedTopic = null;
            if ((TakeUndecided() ?? TryEncode(messages, out closedTopic)) is { } error)
            {
                if (messages.Count > 0 && !errors.IsSkippedAtOnce(error))
                {
                    Postpone(error);
                    return;
                }

                await DecideAsync(error, waiting, cancellationToken);
            }
            else if (closedTopic is not null)
            {
                await topics.OpenAsync(closedTopic, cancellationToken);
            }
        }
    }

    private Exception? TryEncode(MessageBatch messages, out string? closedTopic)
    {
        closedTopic = null;
        try
        {
            while (_next < _batch.Length && messages.SizeBytes < BufferBytes)
            {
                Transform(_batch[_next]);
                if (_transformed is null)
                {
                    Skip();
                    continue;
                }

                if (!topics.IsOpen(_transformed.Topic))
                {
                    closedTopic = _transformed.Topic;
                    return null;
                }

                Write(_transformed, messages);
                (_next, _step) = (_next + 1, Step.New);
            }

            return null;
        }
        catch (Exception error) when (_step != Step.New)
        {
            if (_step == Step.Transformed)
            {
                messages.Discard();
            }

            return error;
        }
    }

    // The records before the one that failed neither wait for its next attempt, nor come again because it failed the task.
    private void Postpone(Exception error)
    {
        _undecided = error;
        tracker.TakeBack();
    }

    private Exception? TakeUndecided()
    {
        (var error, _undecided) = (_undecided, null);
        if (error is not null)
        {
            _sequence = tracker.Reserve(_batch[_next]);
        }

        return error;
    }

    private void Transform(SourceRecord record)
    {
        if (_step == Step.New)
        {
            _sequence = tracker.Reserve(record);
            (_step, _stage) = (Step.Transforming, ErrorStage.Transformation);
            _transformed = chain.IsEmpty ? record : chain.Apply(record, isOwned: false);
        }
        else if (_step == Step.Transforming)
        {
            _transformed = chain.Resume();
        }

        _step = Step.Transformed;
    }

    private void Write(ConnectRecord record, MessageBatch messages)
    {
        var start = messages.SizeBytes;
        messages.Begin(record.Topic, record.Partition, record.TimestampMs, _sequence);
        if (record.Headers.Count > 0)
        {
            // First, as in Kafka Connect: of several things that fail, the same one is told.
            WriteHeaders(record, messages);
        }

        _stage = ErrorStage.KeyConverter;
        messages.EndKey(isNull: !converters.Key.FromConnectData(record.Topic, record.KeySchema, record.Key, messages.Output));
        _stage = ErrorStage.ValueConverter;
        messages.EndValue(isNull: !converters.Value.FromConnectData(record.Topic, record.ValueSchema, record.Value, messages.Output));
        messages.Commit();
        tracker.Sent(record.Topic, (int)(messages.SizeBytes - start));
    }

    private void WriteHeaders(ConnectRecord record, MessageBatch messages)
    {
        _stage = ErrorStage.HeaderConverter;
        var headers = record.Headers;
        for (var index = 0; index < headers.Count; index++)
        {
            var header = headers[index];
            var isWritten = converters.Header.FromConnectHeader(record.Topic, header.Key, header.Schema, header.Value, messages.Output);
            messages.EndHeader(header.Key, isNull: !isWritten);
        }
    }

    private async ValueTask DecideAsync(Exception error, CancellationToken waiting, CancellationToken cancellationToken)
    {
        var isTransforming = _step == Step.Transforming;
        var className = isTransforming ? chain.FailedClass : converters.ClassOf(_stage);
        var place = ((long)_next << 16) | (isTransforming ? (uint)chain.FailedStep : 0x8000 + (uint)_stage);
        var failure = new FailedOperation(_stage, className, error) { Source = _batch[_next] };
        if (await errors.DecideAsync(failure, _attempts, place, waiting, cancellationToken) == ErrorVerdict.Skip)
        {
            Skip();
        }
    }

    private void Skip()
    {
        tracker.Skipped(_batch[_next]);
        (_next, _step) = (_next + 1, Step.New);
    }
}
