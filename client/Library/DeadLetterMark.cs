namespace OrleansConnect.Client;

/// <summary>What was done with a dead letter.</summary>
/// <param name="IsReplayed">Whether it was replayed. False: a replay began to give it to the connector's task, and nobody knows whether it was written.</param>
/// <param name="At">When.</param>
/// <param name="To">Where to, for example <c>topic orders</c> or <c>connector orders-sink</c>.</param>
public sealed record DeadLetterMark(bool IsReplayed, DateTimeOffset At, string To);
