namespace OrleansConnect.Grains;

/// <summary>The configuration that a connector made for one of its tasks, with variables unresolved.</summary>
[GenerateSerializer, Immutable, Alias("connect.TaskConfig")]
public sealed record TaskConfig([property: Id(0)] TaskId Id, [property: Id(1)] IReadOnlyDictionary<string, string> Config);
