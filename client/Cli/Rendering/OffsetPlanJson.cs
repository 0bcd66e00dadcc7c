using OrleansConnect.Cli.Plans;

namespace OrleansConnect.Cli.Rendering;

/// <summary>A plan for offsets, for scripts.</summary>
internal sealed record OffsetPlanJson(string Name, IReadOnlyList<PlannedOffsetJson> Changes, bool Applied, string? Message)
{
    public static OffsetPlanJson Of(OffsetPlan plan, string? message) => new(
        plan.Connector,
        [.. plan.Changed.Select(offset => new PlannedOffsetJson(OffsetsJson.Node(offset.Now.Partition), OffsetsJson.Node(offset.Now.Offset), OffsetsJson.Node(offset.After)))],
        message is not null,
        message);
}
