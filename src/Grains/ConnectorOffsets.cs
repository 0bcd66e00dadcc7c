namespace OrleansConnect.Grains;

/// <summary>Where a connector stands.</summary>
/// <param name="Kind">Source or sink.</param>
/// <param name="Offsets">One a partition. Where the logs were asked for, a sink's partitions without an offset are among them.</param>
/// <param name="LastChange">What was changed from outside last; null if nothing was.</param>
[GenerateSerializer, Immutable, Alias("connect.ConnectorOffsets")]
public sealed record ConnectorOffsets(
    [property: Id(0)] ConnectorKind Kind,
    [property: Id(1)] IReadOnlyList<ConnectorOffset> Offsets,
    [property: Id(2)] OffsetsChange? LastChange);
