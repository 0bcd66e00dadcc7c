namespace OrleansConnect.Runtime.Validation;

/// <summary>A part of a report that counts its own errors.</summary>
/// <param name="Groups">Its groups, in order.</param>
/// <param name="Keys">Its settings, in order.</param>
/// <param name="ErrorCount">Its errors, as Kafka Connect counts them there.</param>
internal sealed record ReportPart(IReadOnlyList<string> Groups, IReadOnlyList<ValidatedKey> Keys, int ErrorCount)
{
    public static ReportPart None { get; } = new([], [], 0);
}
