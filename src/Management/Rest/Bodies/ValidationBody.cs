using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record ValidationBody(string Name, int ErrorCount, IReadOnlyList<string> Groups, IReadOnlyList<ValidatedSettingBody> Configs)
{
    public static ValidationBody Of(ValidationReport report, bool withHints) => new(
        report.Name,
        report.ErrorCount,
        report.Groups,
        [.. report.Keys.Select(key => ValidatedSettingBody.Of(key, withHints ? ValidationHints.Of(key, report) : null))]);
}
