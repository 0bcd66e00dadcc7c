using OrleansConnect.Cli.Previews;
using OrleansConnect.Cli.Rendering;
using OrleansConnect.Client;
using Spectre.Console;

namespace OrleansConnect.Cli.DeadLetters;

/// <summary>What a replay would do, or did, as people read it.</summary>
internal static class ReplayText
{
    // The rest is like them, or in the JSON.
    public const int ShownMax = 10;

    /// <summary>A few letters in full, those with errors first.</summary>
    public static Paragraph Of(IReadOnlyList<ReplayedDeadLetter> letters)
    {
        var text = new Paragraph();
        foreach (var letter in letters.OrderBy(letter => letter.Error is null).Take(ShownMax))
        {
            Append(text, letter);
        }

        return letters.Count <= ShownMax ? text : text.AppendLine($"… and {Figures.Count(letters.Count - ShownMax)} more; --json shows all.", new Style(decoration: Decoration.Dim));
    }

    /// <summary>How many letters of each kind, for example <c>2 replayed to topic orders, 1 failed again</c>.</summary>
    public static string Counts(IReadOnlyList<ReplayedDeadLetter> letters) => letters.Count == 0
        ? "nothing to do"
        : string.Join(", ", letters.GroupBy(letter => (letter.State, letter.State is ReplayState.Ready or ReplayState.Replayed ? letter.To : null))
            .OrderBy(group => group.Key.State).Select(group => $"{Figures.Count(group.Count())} {Word(group.Key.State)}{(group.Key.Item2 is { } to ? $" to {to}" : "")}"));

    /// <summary>The same of a plan, with how many the connector would refuse again.</summary>
    public static string Plan(IReadOnlyList<ReplayedDeadLetter> letters) =>
        letters.Count(letter => letter is { State: ReplayState.Ready, Error: not null }) is > 0 and var failing ? $"{Counts(letters)}; {Figures.Count(failing)} would fail in the connector again" : Counts(letters);

    public static string Word(ReplayState state) => state switch
    {
        ReplayState.Ready => "to replay",
        ReplayState.Replayed => "replayed",
        ReplayState.Dropped => "dropped by a transformation",
        ReplayState.Failed => "failing again",
        ReplayState.ReplayedBefore => "replayed before",
        ReplayState.NotTried => "not tried",
        _ => "of unknown outcome",
    };

    private static void Append(Paragraph text, ReplayedDeadLetter letter)
    {
        text.Append($"{letter.Id}: ", new Style(decoration: Decoration.Bold));
        if (letter.Before is { } before)
        {
            text.AppendLine(LetterText.Describe(before), new Style(Color.Grey));
            return;
        }

        text.AppendLine($"{Word(letter.State)}{(letter.To is null ? "" : $" to {letter.To}")}{(letter.Record is null ? "" : $": {PreviewText.Record(letter.Record)}")}", StyleOf(letter.State));
        if (letter.Error is { } error)
        {
            var lead = letter.State == ReplayState.Ready ? "the connector would fail again: " : "";
            text.AppendLine($"  {lead}{error.Stage}: {error.ClassName}: {error.Message}{(error.Hint is null ? "" : $" {error.Hint}")}", new Style(Color.Red));
        }
    }

    private static Style StyleOf(ReplayState state) => state switch
    {
        ReplayState.Replayed => new(Color.Green),
        ReplayState.Failed => new(Color.Red),
        ReplayState.Unknown or ReplayState.NotTried or ReplayState.Dropped => new(Color.Yellow),
        _ => Style.Plain,
    };
}
