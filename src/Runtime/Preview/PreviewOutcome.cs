namespace OrleansConnect.Runtime.Preview;

/// <summary>What became of a record: it went on, it failed, or, where neither is set, it was dropped.</summary>
public sealed record PreviewOutcome
{
    /// <summary>A transformation dropped the record.</summary>
    public static PreviewOutcome Filtered { get; } = new();

    /// <summary>The record as it went on, or null.</summary>
    public PreviewRecord? Record { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public PreviewError? Error { get; init; }
}
