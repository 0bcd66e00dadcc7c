namespace OrleansConnect.Client;

/// <summary>A dead letter of a group.</summary>
/// <param name="Id">Partition and offset in the queue, for example <c>0:17</c>.</param>
/// <param name="Mark">What was done with it; null for nothing yet.</param>
public sealed record ListedDeadLetter(string Id, DeadLetterMark? Mark);
