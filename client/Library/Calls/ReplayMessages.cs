using Google.Protobuf;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>Replays into and out of messages.</summary>
internal static class ReplayMessages
{
    public static V1.ReplayDeadLettersRequest To(string connector, DeadLetterReplay replay)
    {
        var message = new V1.ReplayDeadLettersRequest
        {
            Name = connector,
            Ids = { replay.Ids },
            Target = replay.Target == ReplayTarget.Connector ? V1.ReplayTarget.Connector : V1.ReplayTarget.Topic,
            Edit = replay.Edit is { } edit ? To(edit) : null,
            Again = replay.Again,
        };
        if (replay.Topic is { } topic)
        {
            message.Topic = topic;
        }

        foreach (var (key, value) in replay.Config)
        {
            if (value is null)
            {
                message.ConfigRemoved.Add(key);
            }
            else
            {
                message.Config[key] = value;
            }
        }

        return message;
    }

    public static IReadOnlyList<ReplayedDeadLetter> From(V1.ReplayDeadLettersResponse message) => [.. message.Letters.Select(From)];

    private static ReplayedDeadLetter From(V1.ReplayedDeadLetter message) => new(
        message.Id,
        message.State switch
        {
            V1.ReplayState.Ready => ReplayState.Ready,
            V1.ReplayState.Replayed => ReplayState.Replayed,
            V1.ReplayState.Dropped => ReplayState.Dropped,
            V1.ReplayState.Failed => ReplayState.Failed,
            V1.ReplayState.ReplayedBefore => ReplayState.ReplayedBefore,
            V1.ReplayState.NotTried => ReplayState.NotTried,
            _ => ReplayState.Unknown,
        })
    {
        To = message.HasTo ? message.To : null,
        Record = message.Record is { } record ? PreviewMessages.From(record) : null,
        Error = message.Error is { } error ? PreviewMessages.From(error) : null,
        Before = message.Before is { } before ? DeadLetterMessages.From(before) : null,
    };

    private static V1.DeadLetterEdit To(DeadLetterEdit edit)
    {
        var message = new V1.DeadLetterEdit
        {
            Key = edit.Key is { } key ? To(key) : null,
            Value = edit.Value is { } value ? To(value) : null,
        };
        if (edit.Headers is { } headers)
        {
            message.Headers = new() { Headers = { headers.Select(PreviewMessages.To) } };
        }

        return message;
    }

    private static V1.DeadLetterBytes To(DeadLetterBytes part) => part.Bytes is { } bytes ? new() { Bytes = ByteString.CopyFrom(bytes.Span) } : new();
}
