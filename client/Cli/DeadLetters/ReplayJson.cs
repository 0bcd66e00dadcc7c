using OrleansConnect.Cli.Previews;
using OrleansConnect.Client;

namespace OrleansConnect.Cli.DeadLetters;

/// <summary>A replay, or the plan for one, for scripts.</summary>
internal sealed record ReplayJson(string Name, bool Applied, IReadOnlyList<ReplayedLetterJson> Letters)
{
    public static ReplayJson Of(string connector, bool isApplied, IEnumerable<ReplayedDeadLetter> letters) => new(connector, isApplied, [.. letters.Select(ReplayedLetterJson.Of)]);
}

/// <summary>What became of a letter, or would, for scripts.</summary>
internal sealed record ReplayedLetterJson(string Id, string State, string? To, PreviewRecordJson? Record, PreviewError? Error, MarkJson? Before)
{
    public static ReplayedLetterJson Of(ReplayedDeadLetter letter) => new(
        letter.Id,
        letter.State switch
        {
            ReplayState.Ready => "ready",
            ReplayState.Replayed => "replayed",
            ReplayState.Dropped => "dropped",
            ReplayState.Failed => "failed",
            ReplayState.ReplayedBefore => "replayed_before",
            ReplayState.NotTried => "not_tried",
            _ => "unknown",
        },
        letter.To,
        letter.Record is { } record ? PreviewRecordJson.Of(record) : null,
        letter.Error,
        MarkJson.Of(letter.Before));
}
