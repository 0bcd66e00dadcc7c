namespace OrleansConnect.Cli.Rendering;

/// <summary>The last change of offsets, for scripts.</summary>
internal sealed record OffsetsChangeJson(DateTimeOffset At, string Action, IReadOnlyList<OffsetJson> Before);
