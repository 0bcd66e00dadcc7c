using System.Buffers;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Abstractions.Sources;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Runtime.Preview;

/// <summary>Sends one record after the other through converters and transformations: bytes to data, the transformations, data to bytes.</summary>
internal sealed class RecordPreview(RecordConverters converters, IReadOnlyList<TransformationStep> steps, PreviewRequest request)
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly PreviewSize _size = new(request.IsTraced ? steps.Count + 1 : 1);
    private ErrorStage _stage;
    private PreviewRecord? _written;
    private bool _isWriting;
    private string? _transformation;

    /// <summary>What reads records where that is not what writes them.</summary>
    public RecordConverters? Readers { get; init; }

    /// <summary>The record as a sink task is given it; null where a transformation drops it, or where it fails, which is returned.</summary>
    public PreviewError? TryRead(PreviewRecord sent, long offset, TimestampKind timestampKind, out SinkRecord? record)
    {
        record = null;
        try
        {
            ConnectRecord? read = (SinkRecord)Decode(sent) with { KafkaOffset = offset, OriginalOffset = offset, TimestampKind = timestampKind };
            _stage = ErrorStage.Transformation;
            for (var at = 0; at < steps.Count && read is not null; at++)
            {
                _transformation = steps[at].ClassName;
                read = steps[at].Apply(read);
            }

            record = (SinkRecord?)read;
            return null;
        }
        catch (Exception error)
        {
            return Describe(error, sent);
        }
    }

    /// <summary>What becomes of a record; results that take too much together are a <see cref="ConnectRequestException"/>.</summary>
    public PreviewResult Run(PreviewRecord record, CancellationToken cancellationToken)
    {
        var trace = request.IsTraced ? new List<PreviewStep>() : null;
        return new(_size.Add(Pass(record, trace, cancellationToken)), trace);
    }

    private PreviewOutcome Pass(PreviewRecord sent, List<PreviewStep>? trace, CancellationToken cancellationToken)
    {
        try
        {
            _written = sent;
            ConnectRecord? record = Decode(sent);
            for (var at = 0; at < steps.Count && record is not null; at++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                record = Transform(steps[at], record, sent, trace);
            }

            return record is null ? PreviewOutcome.Filtered : new() { Record = Encode(record) };
        }
        catch (Exception error) when (error is not ConnectRequestException && !cancellationToken.IsCancellationRequested)
        {
            // The converters' and transformations' own code: whatever they throw is the answer.
            return new() { Error = Describe(error, sent) };
        }
    }

    private ConnectRecord? Transform(TransformationStep step, ConnectRecord record, PreviewRecord sent, List<PreviewStep>? trace)
    {
        (_stage, _transformation) = (ErrorStage.Transformation, step.ClassName);
        try
        {
            var isSkipped = step.Predicate is { } predicate && predicate.Test(record) == step.IsNegated;
            var after = isSkipped ? record : step.Transformation.Apply(record);
            trace?.Add(_size.Add(new PreviewStep(step.Alias, step.ClassName, isSkipped, after is null ? PreviewOutcome.Filtered : TryEncode(after, sent))));
            _stage = ErrorStage.Transformation;
            return after;
        }
        catch (Exception error) when (error is not ConnectRequestException)
        {
            trace?.Add(_size.Add(new PreviewStep(step.Alias, step.ClassName, false, new() { Error = Describe(error, sent) })));
            throw;
        }
    }

    // Half-way a record may have a form that no converter has to accept: only the last one matters.
    private PreviewOutcome TryEncode(ConnectRecord record, PreviewRecord sent)
    {
        try
        {
            return new() { Record = Encode(record) };
        }
        catch (Exception error)
        {
            return new() { Error = Describe(error, sent) };
        }
    }

    private ConnectRecord Decode(PreviewRecord sent)
    {
        _isWriting = false;
        _stage = ErrorStage.KeyConverter;
        var key = (Readers ?? converters).Key.ToConnectData(sent.Topic, Bytes(sent.Key));
        _stage = ErrorStage.ValueConverter;
        var value = (Readers ?? converters).Value.ToConnectData(sent.Topic, Bytes(sent.Value));
        _stage = ErrorStage.HeaderConverter;
        Header[] headers = [.. sent.Headers.Select(header => Decode(sent.Topic, header))];
        ConnectRecord record = request.Kind == ConnectorKind.Sink
            ? new SinkRecord { Topic = sent.Topic, OriginalTopic = sent.Topic, OriginalPartition = sent.Partition ?? 0 }
            : new SourceRecord { Topic = sent.Topic };
        return record with
        {
            Partition = sent.Partition,
            TimestampMs = sent.TimestampMs,
            KeySchema = key.Schema,
            Key = key.Value,
            ValueSchema = value.Schema,
            Value = value.Value,
            Headers = Headers.Of(headers),
        };
    }

    private Header Decode(string topic, KeyValuePair<string, byte[]?> header)
    {
        var decoded = (Readers ?? converters).Header.ToConnectHeader(topic, header.Key, Bytes(header.Value));
        HeaderValues.EnsureFits(decoded.Schema, decoded.Value);
        return new(header.Key, decoded.Schema, decoded.Value);
    }

    // In the order in which Kafka Connect's sources convert, so that the first of several errors is the same.
    private PreviewRecord Encode(ConnectRecord record)
    {
        _isWriting = true;
        _stage = ErrorStage.HeaderConverter;
        KeyValuePair<string, byte[]?>[] headers = [.. record.Headers.Select((header, at) => KeyValuePair.Create(
            header.Key, Written(converters.Header.FromConnectHeader(record.Topic, header.Key, header.Schema, header.Value, Cleared()), HeaderBefore(at))))];
        _stage = ErrorStage.KeyConverter;
        var key = Written(converters.Key.FromConnectData(record.Topic, record.KeySchema, record.Key, Cleared()), _written?.Key);
        _stage = ErrorStage.ValueConverter;
        var value = Written(converters.Value.FromConnectData(record.Topic, record.ValueSchema, record.Value, Cleared()), _written?.Value);
        return _written = new(record.Topic, record.Partition, record.TimestampMs, headers, key, value);
    }

    private byte[]? HeaderBefore(int at) => at < _written?.Headers.Count ? _written.Headers[at].Value : null;

    private ArrayBufferWriter<byte> Cleared()
    {
        _output.ResetWrittenCount();
        return _output;
    }

    // What a step does not change is in memory once, however many steps there are.
    private byte[]? Written(bool isWritten, byte[]? before) =>
        !isWritten ? null : before is not null && _output.WrittenSpan.SequenceEqual(before) ? before : _output.WrittenSpan.ToArray();

    private static SerializedBytes Bytes(byte[]? bytes) => bytes is null ? SerializedBytes.Null : bytes.AsSpan();

    private PreviewError Describe(Exception error, PreviewRecord sent) => new(
        JavaExceptions.NameOf(error),
        error.Message,
        ErrorStages.NameOf(_stage),
        ConversionHints.For(_stage, converters, error, _stage switch
        {
            ErrorStage.KeyConverter => sent.Key,
            ErrorStage.ValueConverter => sent.Value,
            _ => null,
        },
        _isWriting,
        _transformation));
}
