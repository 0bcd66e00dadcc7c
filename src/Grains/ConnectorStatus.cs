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
    [property: Id(3)] ConnectorKind Kind);
