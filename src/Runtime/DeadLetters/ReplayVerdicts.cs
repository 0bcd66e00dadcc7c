namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>Decides by their marks which letters may be replayed.</summary>
internal static class ReplayVerdicts
{
    /// <summary>Why a letter is left alone; null where it may be replayed.</summary>
    public static ReplayedLetter? Refusal(Letter letter, LetterMark? mark, bool again) => mark switch
    {
        { State: LetterState.Replayed } => new(letter.Id, ReplayState.ReplayedBefore) { Before = mark },
        { State: LetterState.Started } when !again => new(letter.Id, ReplayState.Unknown) { Before = mark },
        _ => null,
    };

    /// <summary>The mark of a letter that was marked as started and had its turn.</summary>
    /// <param name="result">What became of it.</param>
    /// <param name="before">The mark it had before; null for none.</param>
    /// <param name="now">The time.</param>
    /// <param name="mark">The new one; null for none. What a replay did not settle is left as it was: an earlier one may have left it in doubt.</param>
    /// <returns>Whether it gets another mark; one of unknown outcome keeps that it was started.</returns>
    public static bool TryMark(ReplayedLetter result, LetterMark? before, DateTimeOffset now, out LetterMark? mark)
    {
        mark = result.State == ReplayState.Replayed ? new(LetterState.Replayed, now, result.To ?? "") : before;
        return result.State != ReplayState.Unknown;
    }
}
