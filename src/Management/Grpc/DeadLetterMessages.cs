using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OrleansConnect.Runtime.DeadLetters;
using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Management.Grpc;

/// <summary>Dead letters as gRPC messages.</summary>
internal static class DeadLetterMessages
{
    public static V1.ListDeadLettersResponse Of(DeadLetterList list) => new()
    {
        Queue = list.Queue,
        Exists = list.Exists,
        Groups = { list.Groups.Select(Of) },
        Older = list.Older,
        Others = list.Others,
    };

    public static V1.DeadLetter Of(LetterDetails letter)
    {
        var message = new V1.DeadLetter
        {
            Id = letter.Id.ToString(),
            Key = Of(letter.Key),
            Value = Of(letter.Value),
            Headers = { letter.Headers.Select(header => new V1.DeadLetterHeader { Key = header.Key, Value = Of(header.Value) }) },
            Context = { letter.Context.Select(Of) },
            Mark = letter.Mark is { } mark ? Of(mark) : null,
        };
        if (letter.TimestampMs is { } timestampMs)
        {
            message.Timestamp = timestampMs;
        }

        return message;
    }

    public static V1.DeadLetterMark Of(LetterMark mark) =>
        new() { Replayed = mark.State == LetterState.Replayed, At = Timestamp.FromDateTimeOffset(mark.At), To = mark.To };

    private static V1.DeadLetterGroup Of(DeadLetterGroup group)
    {
        var message = new V1.DeadLetterGroup
        {
            Id = group.Id,
            Message = group.Message,
            Letters = { group.Letters.Select(letter => new V1.ListedDeadLetter { Id = letter.Id.ToString(), Mark = letter.Mark is { } mark ? Of(mark) : null }) },
            First = group.First is { } first ? Timestamp.FromDateTimeOffset(first) : null,
            Last = group.Last is { } last ? Timestamp.FromDateTimeOffset(last) : null,
        };
        SetIfAny(group.Connector, value => message.Connector = value);
        SetIfAny(group.Stage, value => message.Stage = value);
        SetIfAny(group.ClassName, value => message.ClassName = value);
        SetIfAny(group.ExceptionClass, value => message.ExceptionClass = value);
        return message;
    }

    private static V1.DeadLetterPart Of(LetterPart part)
    {
        var message = new V1.DeadLetterPart();
        if (part.Bytes is { } bytes)
        {
            message.Bytes = ByteString.CopyFrom(bytes);
        }

        SetIfAny(part.Json, value => message.Json = value);
        SetIfAny(part.Error, value => message.Error = value);
        SetIfAny(part.Hint, value => message.Hint = value);
        return message;
    }

    private static V1.DeadLetterContext Of(KeyValuePair<string, string?> header)
    {
        var message = new V1.DeadLetterContext { Name = header.Key };
        SetIfAny(header.Value, value => message.Value = value);
        return message;
    }

    private static void SetIfAny(string? value, Action<string> set)
    {
        if (value is not null)
        {
            set(value);
        }
    }
}
