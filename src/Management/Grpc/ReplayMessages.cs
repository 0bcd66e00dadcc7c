using OrleansConnect.Runtime.DeadLetters;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Management.Grpc;

/// <summary>Replays out of and into gRPC messages.</summary>
internal static class ReplayMessages
{
    public static ReplayRequest Of(V1.ReplayDeadLettersRequest message)
    {
        var config = message.Config.ToDictionary(setting => setting.Key, string? (setting) => setting.Value, StringComparer.Ordinal);
        foreach (var key in message.ConfigRemoved)
        {
            config[key] = null;
        }

        return new([.. message.Ids.Select(LetterId.Parse)], message.Target == V1.ReplayTarget.Connector ? ReplayTarget.Connector : ReplayTarget.Topic)
        {
            Topic = message.HasTopic ? message.Topic : null,
            Config = config,
            Edit = message.Edit is { } edit ? Of(edit) : null,
            Again = message.Again,
            IsPreview = message.Preview,
        };
    }

    public static V1.ReplayedDeadLetter Of(ReplayedLetter letter)
    {
        var message = new V1.ReplayedDeadLetter
        {
            Id = letter.Id.ToString(),
            State = letter.State switch
            {
                ReplayState.Ready => V1.ReplayState.Ready,
                ReplayState.Replayed => V1.ReplayState.Replayed,
                ReplayState.Dropped => V1.ReplayState.Dropped,
                ReplayState.Failed => V1.ReplayState.Failed,
                ReplayState.ReplayedBefore => V1.ReplayState.ReplayedBefore,
                ReplayState.Unknown => V1.ReplayState.Unknown,
                _ => V1.ReplayState.NotTried,
            },
            Record = letter.Record is { } record ? PreviewMessages.Of(record) : null,
            Error = letter.Error is { } error ? PreviewMessages.Of(error) : null,
            Before = letter.Before is { } before ? DeadLetterMessages.Of(before) : null,
        };
        if (letter.To is { } to)
        {
            message.To = to;
        }

        return message;
    }

    private static LetterEdit Of(V1.DeadLetterEdit message) => new()
    {
        HasKey = message.Key is not null,
        Key = Of(message.Key),
        HasValue = message.Value is not null,
        Value = Of(message.Value),
        Headers = message.Headers is null
            ? null
            : [.. message.Headers.Headers.Select(header => KeyValuePair.Create(header.Key, header.HasValue ? header.Value.ToByteArray() : null))],
    };

    private static byte[]? Of(V1.DeadLetterBytes? message) => message is { HasBytes: true } ? message.Bytes.ToByteArray() : null;
}
