namespace OrleansConnect.Grains;

/// <summary>A connector as it was configured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Config">Its configuration, with variables unresolved.</param>
/// <param name="Tasks">The tasks it has now.</param>
/// <param name="Kind">Which way it moves records.</param>
[GenerateSerializer, Immutable, Alias("connect.ConnectorInfo")]
public sealed record ConnectorInfo(
    [property: Id(0)] string Name,
    [property: Id(1)] IReadOnlyDictionary<string, string?> Config,
    [property: Id(2)] IReadOnlyList<TaskId> Tasks,
    [property: Id(3)] ConnectorKind Kind);
