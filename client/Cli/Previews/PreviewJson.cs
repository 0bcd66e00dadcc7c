using OrleansConnect.Client;

namespace OrleansConnect.Cli.Previews;

/// <summary>What became of one sample record, for scripts.</summary>
/// <param name="Outcome"><c>record</c>, <c>dropped</c> or <c>failed</c>.</param>
/// <param name="Record">The record that would be passed on.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Steps">Its way through the transformations, if asked for.</param>
internal sealed record PreviewJson(string Outcome, PreviewRecordJson? Record, PreviewError? Error, IReadOnlyList<PreviewStepJson>? Steps)
{
    public static PreviewJson Of(PreviewResult result) => new(
        OutcomeOf(result.Record, result.Error),
        result.Record is { } record ? PreviewRecordJson.Of(record) : null,
        result.Error,
        result.Steps.Count == 0 ? null : [.. result.Steps.Select(step => new PreviewStepJson(
            step.Transformation, step.ClassName, step.IsSkipped, OutcomeOf(step.Record, step.Error), step.Record is { } after ? PreviewRecordJson.Of(after) : null, step.Error))]);

    private static string OutcomeOf(PreviewRecord? record, PreviewError? error) => error is not null ? "failed" : record is null ? "dropped" : "record";
}
