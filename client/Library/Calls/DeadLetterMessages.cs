using V1 = OrleansConnect.Grpc.V1;

namespace OrleansConnect.Client.Calls;

/// <summary>Dead letters out of messages.</summary>
internal static class DeadLetterMessages
{
    // A bare null would become an empty memory.
    private static ReadOnlyMemory<byte>? NoBytes => default;

    public static DeadLetterList From(V1.ListDeadLettersResponse message) =>
        new(message.Queue, message.Exists, [.. message.Groups.Select(From)], message.Older, message.Others);

    public static DeadLetter From(V1.DeadLetter message) => new(
        message.Id,
        From(message.Key),
        From(message.Value),
        [.. message.Headers.Select(header => new DeadLetterHeader(header.Key, From(header.Value)))],
        message.Context.DistinctBy(header => header.Name).ToDictionary(header => header.Name, header => header.HasValue ? header.Value : null))
    {
        TimestampMs = message.HasTimestamp ? message.Timestamp : null,
        Mark = message.Mark is { } mark ? From(mark) : null,
    };

    public static DeadLetterMark From(V1.DeadLetterMark message) => new(message.Replayed, message.At?.ToDateTimeOffset() ?? default, message.To);

    private static DeadLetterGroup From(V1.DeadLetterGroup message) => new(
        message.Id,
        message.HasConnector ? message.Connector : null,
        message.HasStage ? message.Stage : null,
        message.HasClassName ? message.ClassName : null,
        message.HasExceptionClass ? message.ExceptionClass : null,
        message.Message,
        [.. message.Letters.Select(letter => new ListedDeadLetter(letter.Id, letter.Mark is { } mark ? From(mark) : null))])
    {
        First = message.First?.ToDateTimeOffset(),
        Last = message.Last?.ToDateTimeOffset(),
    };

    private static DeadLetterPart From(V1.DeadLetterPart? message) => new(
        message is { HasBytes: true } ? message.Bytes.Memory : NoBytes,
        message is { HasJson: true } ? message.Json : null,
        message is { HasError: true } ? message.Error : null,
        message is { HasHint: true } ? message.Hint : null);
}
