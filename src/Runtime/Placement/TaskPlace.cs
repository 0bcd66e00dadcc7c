namespace OrleansConnect.Runtime.Placement;

/// <summary>Where something is to run, or why nowhere.</summary>
[GenerateSerializer, Immutable, Alias("connect.runtime.TaskPlace")]
internal readonly record struct TaskPlace([property: Id(0)] SiloAddress? Silo, [property: Id(1)] string? Reason);
