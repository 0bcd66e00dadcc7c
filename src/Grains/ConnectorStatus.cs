namespace OrleansConnect.Grains;

/// <summary>What a connector and its tasks are doing.</summary>
/// <param name="Name">The connector's name.</param>
/// <param name="Connector">The connector itself.</param>
/// <param name="Tasks">Its tasks, by number.</param>
/// <param name="Kind">Which way it moves records.</param>
[GenerateSerializer, Immutable, Alias("connect.ConnectorStatus")]
public sealed record ConnectorStatus(
    [property: Id(0)] string Name,
    [property: Id(1)] InstanceStatus Connector,
    [property: Id(2)] IReadOnlyList<TaskStatus> Tasks,
    [property: Id(3)] ConnectorKind Kind)
{
    /// <summary>
    /// Why the connector is not in the state that is wanted, and is tried to be brought there again; which call into its plugin does not return; what of it was left behind when it was to
    /// stop. Null when there is nothing of the kind.
    /// </summary>
    [Id(4)]
    public string? Trouble { get; init; }

    /// <summary>Whether it tells of the configuration before the present one, which connector and tasks are about to get.</summary>
    [Id(5)]
    public bool IsOutdated { get; init; }
}
