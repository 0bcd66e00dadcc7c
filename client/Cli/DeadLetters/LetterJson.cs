using OrleansConnect.Cli.Previews;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.DeadLetters;

/// <summary>A dead letter for scripts; bytes that are no text begin with <c>base64:</c>.</summary>
internal sealed record LetterJson(
    string Id, long? Timestamp, PartJson Key, PartJson Value, IReadOnlyList<HeaderJson> Headers, IReadOnlyDictionary<string, string?> Context, MarkJson? Mark)
{
    public static LetterJson Of(DeadLetter letter) => new(
        letter.Id,
        letter.TimestampMs,
        PartJson.Of(letter.Key),
        PartJson.Of(letter.Value),
        [.. letter.Headers.Select(header => new HeaderJson(header.Key, PartJson.Of(header.Value)))],
        letter.Context,
        MarkJson.Of(letter.Mark));
}

/// <summary>A header of a dead letter for scripts.</summary>
internal sealed record HeaderJson(string Key, PartJson Value);

/// <summary>A key or value for scripts; an absent original is null.</summary>
internal sealed record PartJson(string? Original, System.Text.Json.Nodes.JsonNode? Decoded, string? Error, string? Hint)
{
    public static PartJson Of(DeadLetterPart part) =>
        new(part.Bytes is null ? null : PreviewText.Bytes(part.Bytes), OffsetsJson.Node(part.Json), part.Error, part.Hint);
}

/// <summary>What was done with a dead letter, for scripts.</summary>
internal sealed record MarkJson(string State, DateTimeOffset At, string To)
{
    public static MarkJson? Of(DeadLetterMark? mark) => mark is null ? null : new(mark.IsReplayed ? "replayed" : "unknown", mark.At, mark.To);
}
