namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>A dead letter of a group.</summary>
/// <param name="Id">Where it is.</param>
/// <param name="Mark">What was done with it; null for nothing yet.</param>
public sealed record ListedLetter(LetterId Id, LetterMark? Mark);
