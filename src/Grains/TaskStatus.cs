namespace OrleansConnect.Grains;

/// <summary>The state and progress of a task.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Instance">Its state.</param>
/// <param name="Progress">What it has moved since it was started last; null while it has not reported.</param>
[GenerateSerializer, Immutable, Alias("connect.TaskStatus")]
public sealed record TaskStatus([property: Id(0)] int Id, [property: Id(1)] InstanceStatus Instance, [property: Id(2)] TaskProgress? Progress);
