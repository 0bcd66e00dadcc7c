namespace OrleansConnect.Client;

/// <summary>A connector or task was assigned to another worker.</summary>
/// <param name="Id">Grows with every movement.</param>
/// <param name="At">When.</param>
/// <param name="What">A connector's name, or connector and number of a task: <c>orders/0</c>.</param>
/// <param name="From">The worker it was on, or null for none.</param>
/// <param name="To">The worker it is on now, or null for none.</param>
/// <param name="Reason">Why.</param>
public sealed record Movement(long Id, DateTimeOffset At, string What, string? From, string? To, string Reason);
