using OrleansConnect.Grains;

namespace OrleansConnect.Runtime.Grains;

/// <summary>What a task grain says of its runner.</summary>
/// <param name="Task">The task's number.</param>
/// <param name="Generation">The runner's generation; reports of older ones are ignored.</param>
/// <param name="Instance">Its state.</param>
/// <param name="Progress">What it has moved.</param>
[GenerateSerializer, Immutable, Alias("connect.runtime.TaskReport")]
internal sealed record TaskReport(
    [property: Id(0)] int Task,
    [property: Id(1)] long Generation,
    [property: Id(2)] InstanceStatus Instance,
    [property: Id(3)] TaskProgress Progress)
{
    /// <summary>Whether it failed for a reason that a restart does not mend.</summary>
    [Id(4)]
    public bool IsPermanent { get; init; }

    /// <summary>Whether it failed only because its transaction was interrupted, so that it is to start again whatever its connector says of restarts.</summary>
    [Id(5)]
    public bool IsInterrupted { get; init; }
}
