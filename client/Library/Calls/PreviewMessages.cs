using Google.Protobuf;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>Previewed records as messages, and out of them.</summary>
internal static class PreviewMessages
{
    // A bare null would become an empty memory.
    private static ReadOnlyMemory<byte>? NoBytes => default;

    public static V1.PreviewRecord To(PreviewRecord record)
    {
        var message = new V1.PreviewRecord { Topic = record.Topic, Headers = { record.Headers.Select(To) } };
        if (record.Partition is { } partition)
        {
            message.Partition = partition;
        }

        if (record.TimestampMs is { } timestamp)
        {
            message.Timestamp = timestamp;
        }

        if (record.Key is { } key)
        {
            message.Key = ByteString.CopyFrom(key.Span);
        }

        if (record.Value is { } value)
        {
            message.Value = ByteString.CopyFrom(value.Span);
        }

        return message;
    }

    public static V1.ConnectorKind To(ConnectorKind kind) => kind switch
    {
        ConnectorKind.Source => V1.ConnectorKind.Source,
        ConnectorKind.Sink => V1.ConnectorKind.Sink,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A preview is of a source or a sink."),
    };

    public static PreviewResult From(V1.PreviewResult message) =>
        new(message.Record is { } record ? From(record) : null, message.Error is { } error ? From(error) : null, [.. message.Steps.Select(From)]);

    public static V1.PreviewHeader To(PreviewHeader header)
    {
        var message = new V1.PreviewHeader { Key = header.Key };
        if (header.Value is { } value)
        {
            message.Value = ByteString.CopyFrom(value.Span);
        }

        return message;
    }

    public static PreviewRecord From(V1.PreviewRecord message) => new()
    {
        Topic = message.Topic,
        Partition = message.HasPartition ? message.Partition : null,
        TimestampMs = message.HasTimestamp ? message.Timestamp : null,
        Headers = [.. message.Headers.Select(header => new PreviewHeader(header.Key, header.HasValue ? header.Value.Memory : NoBytes))],
        Key = message.HasKey ? message.Key.Memory : NoBytes,
        Value = message.HasValue ? message.Value.Memory : NoBytes,
    };

    public static PreviewError From(V1.PreviewError message) =>
        new(message.ClassName, message.Message, message.Stage, message.Hint.Length == 0 ? null : message.Hint);

    private static PreviewStep From(V1.PreviewStep message) => new(
        message.Transformation,
        message.ClassName,
        message.Skipped,
        message.Record is { } record ? From(record) : null,
        message.Error is { } error ? From(error) : null);
}
