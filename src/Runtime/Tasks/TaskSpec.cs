using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Tasks;

/// <summary>Everything a runner needs to know about its task. Variables in the configurations are unresolved; the runner resolves them.</summary>
/// <param name="Id">Connector and number.</param>
/// <param name="Kind">Source or sink.</param>
/// <param name="Generation">Counts the task's starts; of two runners of one task the one with the higher generation is the right one.</param>
/// <param name="ConnectorConfig">The connector's configuration: converters, transformations, errors, client overrides.</param>
/// <param name="Config">The task's own configuration, as the connector made it.</param>
[GenerateSerializer, Immutable, Alias("connect.runtime.TaskSpec")]
public sealed record TaskSpec(
    [property: Id(0)] TaskId Id,
    [property: Id(1)] ConnectorKind Kind,
    [property: Id(2)] long Generation,
    [property: Id(3)] IReadOnlyDictionary<string, string?> ConnectorConfig,
    [property: Id(4)] IReadOnlyDictionary<string, string> Config);
