namespace OrleansConnect.Client;

/// <summary>How a <see cref="ConnectClient"/> reaches its worker.</summary>
public sealed record ConnectClientOptions
{
    /// <summary>Options that work with a worker of default settings on the same machine.</summary>
    public static ConnectClientOptions Default { get; } = new();

    /// <summary>The gRPC address of any worker of the cluster; default <c>http://127.0.0.1:8084</c>. With <c>https</c> the connection is encrypted.</summary>
    public Uri Address { get; init; } = new("http://127.0.0.1:8084");

    /// <summary>How long one call may take before it ends with <see cref="ConnectErrorKind.TimedOut"/>; default 100 seconds, a little more than the workers' own limit.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long making a connection may take; default 5 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a call that the worker could not take is repeated, with growing pauses; default 30 seconds. Zero: never.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of deadlines and pauses.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
