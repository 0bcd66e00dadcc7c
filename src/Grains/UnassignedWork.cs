namespace OrleansConnect.Grains;

/// <summary>A connector or task that no worker has.</summary>
/// <param name="What">A connector's name, or connector and number of a task.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("connect.UnassignedWork")]
public sealed record UnassignedWork([property: Id(0)] string What, [property: Id(1)] string Reason);
