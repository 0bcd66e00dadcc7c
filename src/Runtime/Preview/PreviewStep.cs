namespace OrleansConnect.Runtime.Preview;

/// <summary>What one transformation made of a record.</summary>
/// <param name="Transformation">Its name in the configuration.</param>
/// <param name="ClassName">Its class.</param>
/// <param name="IsSkipped">Whether its predicate left the record out.</param>
/// <param name="Outcome">The record after it; an error too where a converter refuses the form that the record has there.</param>
public sealed record PreviewStep(string Transformation, string ClassName, bool IsSkipped, PreviewOutcome Outcome);
