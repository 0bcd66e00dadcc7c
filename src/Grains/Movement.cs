namespace OrleansConnect.Grains;

/// <summary>A connector or task was assigned to another worker.</summary>
/// <param name="Id">Grows with every movement, also when the cluster grain itself moves.</param>
/// <param name="At">When.</param>
/// <param name="What">A connector's name, or connector and number of a task: <c>orders/0</c>.</param>
/// <param name="From">The worker it was on.</param>
/// <param name="To">The worker it is on now; null for none.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("connect.Movement")]
public sealed record Movement(
    [property: Id(0)] long Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string What,
    [property: Id(3)] string? From,
    [property: Id(4)] string? To,
    [property: Id(5)] string Reason);
