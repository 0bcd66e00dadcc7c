namespace OrleansConnect.Client;

/// <summary>What a connector and its tasks are doing.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Source or sink.</param>
/// <param name="Connector">The connector itself, which splits the work.</param>
/// <param name="Tasks">The tasks, which move records; by number.</param>
public sealed record ConnectorStatus(string Name, ConnectorKind Kind, InstanceStatus Connector, IReadOnlyList<ConnectorTaskStatus> Tasks)
{
    /// <summary>
    /// Why it is not in the state that is wanted, while its worker goes on trying to bring it there; which call into its plugin does not return; what of it was left behind when it was to
    /// stop. Null when there is nothing of the kind.
    /// </summary>
    public string? Trouble { get; init; }

    /// <summary>Whether it tells of the configuration before the present one, which connector and tasks are about to get.</summary>
    public bool IsOutdated { get; init; }
}
