using OrleansConnect.Runtime.Preview;

namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>A letter and the record that is replayed for it: the original one, with the changes that were asked for. Its topic is empty where nobody knows it.</summary>
internal sealed record ReplayItem(Letter Letter, PreviewRecord Record)
{
    public static ReplayItem Of(Letter letter, LetterEdit? edit) => new(
        letter,
        new(
            letter.Topic ?? "",
            letter.Partition,
            letter.Record.TimestampMs,
            edit?.Headers ?? letter.OriginalHeaders,
            edit is { HasKey: true } ? edit.Key : letter.Record.Key,
            edit is { HasValue: true } ? edit.Value : letter.Record.Value));
}
