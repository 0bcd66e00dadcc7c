namespace OrleansConnect.Runtime.DeadLetters;

/// <summary>What was done with a dead letter.</summary>
/// <param name="State">How far it came.</param>
/// <param name="At">When.</param>
/// <param name="To">Where to: <c>topic orders</c> or <c>connector orders-sink</c>.</param>
public sealed record LetterMark(LetterState State, DateTimeOffset At, string To);
