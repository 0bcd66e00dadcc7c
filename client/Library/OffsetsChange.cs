namespace OrleansConnect.Client;

/// <summary>A change of offsets from outside, which can be undone.</summary>
/// <param name="At">When.</param>
/// <param name="Action"><c>alter</c>, <c>reset</c> or <c>undo</c>.</param>
/// <param name="Before">The offsets before it, of the partitions it was about; those that had none are null.</param>
public sealed record OffsetsChange(DateTimeOffset At, string Action, IReadOnlyList<ConnectorOffset> Before);
