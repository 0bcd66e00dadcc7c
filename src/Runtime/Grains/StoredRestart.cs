namespace OrleansConnect.Runtime.Grains;

/// <summary>What is kept of a task's restarts.</summary>
/// <param name="Attempts">How often in a row it was restarted, or is about to be.</param>
/// <param name="DueAt">When it is to be restarted, or was last.</param>
/// <param name="IsWaiting">Whether that is to come.</param>
[GenerateSerializer, Immutable, Alias("connect.runtime.StoredRestart")]
internal sealed record StoredRestart([property: Id(0)] int Attempts, [property: Id(1)] DateTimeOffset DueAt, [property: Id(2)] bool IsWaiting);
