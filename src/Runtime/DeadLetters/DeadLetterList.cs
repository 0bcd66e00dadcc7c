namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>The dead letters of a connector.</summary>
/// <param name="Queue">The topic they are in.</param>
/// <param name="Exists">Whether there is such a topic yet.</param>
/// <param name="Groups">The letters by cause, the largest group first.</param>
/// <param name="Older">Offsets before those that were looked at.</param>
/// <param name="Others">Letters of other connectors that were left out.</param>
public sealed record DeadLetterList(string Queue, bool Exists, IReadOnlyList<DeadLetterGroup> Groups, long Older, int Others);
