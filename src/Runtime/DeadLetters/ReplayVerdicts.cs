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
}
