namespace OrleansConnect.Client;

/// <summary>What a connector or a task is doing, and where.</summary>
/// <param name="State">Its state.</param>
/// <param name="WorkerId">Host and port of its worker's REST interface; empty while it has none.</param>
/// <param name="Trace">The error with its stack trace, or null.</param>
/// <param name="Version">The plugin's version, or null while it is not known.</param>
public sealed record InstanceStatus(InstanceState State, string WorkerId, string? Trace, string? Version)
{
    /// <summary>How often <c>errors.restart.max.attempts</c> restarted it since it ran well last.</summary>
    public int RestartAttempts { get; init; }
}
