using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Management.Rest.Bodies;

internal sealed record ValidationBody(string Name, int ErrorCount, IReadOnlyList<string> Groups, IReadOnlyList<ValidatedSettingBody> Configs)
{
    public static ValidationBody Of(ValidationReport report) =>
        new(report.Name, report.ErrorCount, report.Groups, [.. report.Keys.Select(ValidatedSettingBody.Of)]);
}
