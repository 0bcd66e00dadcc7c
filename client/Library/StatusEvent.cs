namespace OrleansConnect.Client;

/// <summary>What an event of a status watch says.</summary>
public enum StatusEventKind
{
    /// <summary>A connector as it is now.</summary>
    Status,

    /// <summary>A connector was deleted.</summary>
    Deleted,

    /// <summary>Everything that was there has been told; what follows is news.</summary>
    CaughtUp,

    /// <summary>The connection was lost and is being made again; then everything is told anew.</summary>
    Interrupted,
}

/// <summary>An event of a status watch.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Name">The connector, with <see cref="StatusEventKind.Status"/> and <see cref="StatusEventKind.Deleted"/>; otherwise null.</param>
/// <param name="Status">What the connector is doing, with <see cref="StatusEventKind.Status"/>; otherwise null.</param>
public sealed record StatusEvent(StatusEventKind Kind, string? Name = null, ConnectorStatus? Status = null);
