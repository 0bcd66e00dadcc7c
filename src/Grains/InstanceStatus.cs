namespace OrleansConnect.Grains;

/// <summary>The state of a connector or task.</summary>
/// <param name="State">The state.</param>
/// <param name="WorkerId">The worker it is on: host and port of the worker's REST listener.</param>
/// <param name="Trace">The error with its stack trace, or why it is unassigned; null when there is nothing to say.</param>
/// <param name="Version">The plugin's version, or null while it is not known.</param>
[GenerateSerializer, Immutable, Alias("connect.InstanceStatus")]
public sealed record InstanceStatus(
    [property: Id(0)] InstanceState State,
    [property: Id(1)] string WorkerId,
    [property: Id(2)] string? Trace,
    [property: Id(3)] string? Version)
{
    /// <summary>How often it was restarted by <c>errors.restart.max.attempts</c> since it ran well last.</summary>
    [Id(4)]
    public int RestartAttempts { get; init; }
}
