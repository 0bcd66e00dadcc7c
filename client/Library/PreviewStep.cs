namespace OrleansConnect.Client;

/// <summary>What one transformation made of a record.</summary>
/// <param name="Transformation">Its name in the configuration's <c>transforms</c>.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="IsSkipped">Whether its predicate left the record out.</param>
/// <param name="Record">The record after it; null if it was dropped or failed.</param>
/// <param name="Error">Why it failed, or null.</param>
public sealed record PreviewStep(string Transformation, string ClassName, bool IsSkipped, PreviewRecord? Record, PreviewError? Error);
