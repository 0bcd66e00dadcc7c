using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Runtime.Preview;

/// <summary>Puts variables back into results: a transformation may have written what they stand for into records.</summary>
internal static class PreviewMask
{
    public static PreviewResult Hide(PreviewResult result, SecretMask mask) =>
        new(Hide(result.Outcome, mask), result.Steps is null ? null : [.. result.Steps.Select(step => Hide(step, mask))]);

    private static PreviewStep Hide(PreviewStep step, SecretMask mask) =>
        step with { Transformation = mask.Hide(step.Transformation), ClassName = mask.Hide(step.ClassName), Outcome = Hide(step.Outcome, mask) };

    public static PreviewOutcome Hide(PreviewOutcome outcome, SecretMask mask) => outcome with
    {
        Record = outcome.Record is { } record ? Hide(record, mask) : null,
        Error = outcome.Error is { } error ? error with { Message = mask.Hide(error.Message) } : null,
    };

    private static PreviewRecord Hide(PreviewRecord record, SecretMask mask) => record with
    {
        Topic = mask.Hide(record.Topic),
        Headers = [.. record.Headers.Select(header => KeyValuePair.Create(mask.Hide(header.Key), mask.Hide(header.Value)))],
        Key = mask.Hide(record.Key),
        Value = mask.Hide(record.Value),
    };
}
