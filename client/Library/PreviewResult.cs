namespace OrleansConnect.Client;

/// <summary>What became of a previewed record.</summary>
/// <param name="Record">The record as the connector would pass it on; null if it was dropped or failed.</param>
/// <param name="Error">Why it failed, or null.</param>
/// <param name="Steps">Its way through the transformations, if asked for; ends with the one that dropped or failed it.</param>
public sealed record PreviewResult(PreviewRecord? Record, PreviewError? Error, IReadOnlyList<PreviewStep> Steps)
{
    /// <summary>Whether a transformation dropped it.</summary>
    public bool IsFiltered => Record is null && Error is null;
}
