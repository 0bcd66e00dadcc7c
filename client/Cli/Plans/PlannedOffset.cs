using OrleansConnect.Client;

namespace OrleansConnect.Cli.Plans;

/// <summary>What becomes of one offset.</summary>
/// <param name="Now">As it is.</param>
/// <param name="After">As it will be, or null for none.</param>
internal sealed record PlannedOffset(ConnectorOffset Now, string? After)
{
    public bool IsChanged => !OffsetPlan.SameJson(Now.Offset, After);

    public ConnectorOffset Change => new(Now.Partition, After);

    /// <summary>How many offsets of the log a sink goes forward, or back where it is negative; null where that is not known.</summary>
    public long? Distance => Now.Log is { } log && (Now with { Offset = After }).TopicOffset is { } to
        ? to - Math.Max(log.Start, Now.TopicOffset ?? log.Start)
        : null;
}
