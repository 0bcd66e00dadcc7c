namespace OrleansConnect.Client;

/// <summary>Where a connector stands.</summary>
/// <param name="Kind">Source or sink.</param>
/// <param name="Offsets">One a partition. Where the logs were asked for, a sink's partitions without an offset are among them.</param>
/// <param name="LastChange">What was changed from outside last; null if nothing was.</param>
public sealed record ConnectorOffsets(ConnectorKind Kind, IReadOnlyList<ConnectorOffset> Offsets, OffsetsChange? LastChange);
