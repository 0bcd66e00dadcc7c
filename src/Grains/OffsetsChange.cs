namespace OrleansConnect.Grains;

/// <summary>A change of offsets from outside, which can be undone.</summary>
/// <param name="At">When.</param>
/// <param name="Action">What was done.</param>
/// <param name="Before">The offsets before it, of the partitions it was about; those that had none are null.</param>
[GenerateSerializer, Immutable, Alias("connect.OffsetsChange")]
public sealed record OffsetsChange(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] OffsetsAction Action, [property: Id(2)] IReadOnlyList<ConnectorOffset> Before);
