namespace OrleansConnect.Client;

/// <summary>The dead letters of a connector: the records that it could not handle.</summary>
/// <param name="Queue">The topic they are in.</param>
/// <param name="Exists">Whether there is such a topic; before the first dead letter there need not be.</param>
/// <param name="Groups">The letters by cause, the largest group first.</param>
/// <param name="Older">Offsets before those that were looked at.</param>
/// <param name="Others">Letters of other connectors that share the queue and were left out.</param>
public sealed record DeadLetterList(string Queue, bool Exists, IReadOnlyList<DeadLetterGroup> Groups, long Older, int Others);
