using Google.Protobuf;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Preview;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Management.Grpc;

/// <summary>Previews out of and into gRPC messages.</summary>
internal static class PreviewMessages
{
    private const string DefaultTopic = "topic";

    public static PreviewRequest Of(V1.PreviewRequest message)
    {
        var kind = message.Kind switch
        {
            V1.ConnectorKind.Source => ConnectorKind.Source,
            V1.ConnectorKind.Sink => ConnectorKind.Sink,
            _ => ConnectorKind.Unknown,
        };
        return new(kind, ConnectorMessages.Of(message.Config), [.. message.Records.Select(record => Of(record, kind))], message.Trace);
    }

    public static V1.PreviewResponse Of(IReadOnlyList<PreviewResult> results) => new() { Results = { results.Select(Of) } };

    private static PreviewRecord Of(V1.PreviewRecord message, ConnectorKind kind) => new(
        message.Topic.Length == 0 ? DefaultTopic : message.Topic,
        message.HasPartition ? message.Partition : kind == ConnectorKind.Sink ? 0 : null,
        message.HasTimestamp ? message.Timestamp : null,
        [.. message.Headers.Select(header => KeyValuePair.Create(header.Key, header.HasValue ? header.Value.ToByteArray() : null))],
        message.HasKey ? message.Key.ToByteArray() : null,
        message.HasValue ? message.Value.ToByteArray() : null);

    private static V1.PreviewResult Of(PreviewResult result)
    {
        var message = new V1.PreviewResult { Steps = { (result.Steps ?? []).Select(Of) } };
        if (result.Outcome.Record is { } record)
        {
            message.Record = Of(record);
        }
        else if (result.Outcome.Error is { } error)
        {
            message.Error = Of(error);
        }
        else
        {
            message.Filtered = new();
        }

        return message;
    }

    private static V1.PreviewStep Of(PreviewStep step)
    {
        var message = new V1.PreviewStep { Transformation = step.Transformation, ClassName = step.ClassName, Skipped = step.IsSkipped };
        if (step.Outcome.Record is { } record)
        {
            message.Record = Of(record);
        }
        else if (step.Outcome.Error is { } error)
        {
            message.Error = Of(error);
        }
        else
        {
            message.Filtered = new();
        }

        return message;
    }

    public static V1.PreviewError Of(PreviewError error) =>
        new() { ClassName = error.ClassName, Message = error.Message, Stage = error.Stage, Hint = error.Hint ?? "" };

    public static V1.PreviewRecord Of(PreviewRecord record)
    {
        var message = new V1.PreviewRecord { Topic = record.Topic, Headers = { record.Headers.Select(Of) } };
        if (record.Partition is { } partition)
        {
            message.Partition = partition;
        }

        if (record.TimestampMs is { } timestampMs)
        {
            message.Timestamp = timestampMs;
        }

        if (record.Key is { } key)
        {
            message.Key = UnsafeByteOperations.UnsafeWrap(key);
        }

        if (record.Value is { } value)
        {
            message.Value = UnsafeByteOperations.UnsafeWrap(value);
        }

        return message;
    }

    private static V1.PreviewHeader Of(KeyValuePair<string, byte[]?> header)
    {
        var message = new V1.PreviewHeader { Key = header.Key };
        if (header.Value is { } value)
        {
            message.Value = UnsafeByteOperations.UnsafeWrap(value);
        }

        return message;
    }
}
