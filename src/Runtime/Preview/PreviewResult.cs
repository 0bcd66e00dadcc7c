namespace OrleansConnect.Runtime.Preview;

/// <summary>What became of a record, and how.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Steps">Its way through the transformations; null unless asked for.</param>
public sealed record PreviewResult(PreviewOutcome Outcome, IReadOnlyList<PreviewStep>? Steps);
