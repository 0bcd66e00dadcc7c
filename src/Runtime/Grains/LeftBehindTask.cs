namespace OrleansConnect.Runtime.Grains;

/// <summary>A task that was abandoned, because it did not stop.</summary>
/// <param name="Silo">Where its code goes on.</param>
/// <param name="Task">Its number.</param>
/// <param name="Generation">Its runner's generation.</param>
/// <param name="Text">What to tell of it.</param>
/// <param name="HasEnded">Whether it has ended after all.</param>
[GenerateSerializer, Immutable, Alias("connect.runtime.LeftBehindTask")]
internal sealed record LeftBehindTask(
    [property: Id(0)] SiloAddress Silo,
    [property: Id(1)] int Task,
    [property: Id(2)] long Generation,
    [property: Id(3)] string Text,
    [property: Id(4)] bool HasEnded);
