using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Tests.Unit.Runtime.Pipeline;

public sealed class ErrorLimitsTests
{
    private static readonly Exception Cause = new DataException("The record is bad.");

    [Theory]
    [InlineData("3", null, 3, 10, null)]
    [InlineData("3", null, 4, 10, "skipped 4 of 10 records since it was started, and 'errors.tolerance.max.count' is 3")]
    [InlineData("0", null, 1, 1, "'errors.tolerance.max.count' is 0")]
    [InlineData(null, "5", 5, 7, null)]
    [InlineData(null, "5", 6, 7, "'errors.tolerance.max.percent' is 5")]
    [InlineData(null, "0.5", 10, 2000, null)]
    [InlineData(null, "0.5", 11, 2000, "'errors.tolerance.max.percent' is 0.5")]
    [InlineData(null, null, 1000, 1000, null)]
    public void More_than_is_tolerated_fails_with_the_limit_and_the_cause(string? count, string? percent, long skipped, long read, string? message)
    {
        var limits = Of(count, percent);

        var error = Record.Exception(() => limits.Check(skipped, read, Cause));

        Assert.Equal(message is null, error is null);
        Assert.Contains(message ?? "", error?.Message ?? "", StringComparison.Ordinal);
        Assert.Same(message is null ? null : Cause, error?.InnerException);
    }

    [Theory]
    [InlineData("-1", null)]
    [InlineData("many", null)]
    [InlineData(null, "-0.1")]
    [InlineData(null, "half")]
    public void A_bad_limit_is_refused(string? count, string? percent) => Assert.Throws<ConfigException>(() => Of(count, percent));

    private static ErrorLimits Of(string? count, string? percent)
    {
        var config = new Dictionary<string, string?>();
        if (count is not null)
        {
            config["errors.tolerance.max.count"] = count;
        }

        if (percent is not null)
        {
            config["errors.tolerance.max.percent"] = percent;
        }

        return ErrorLimits.Of(config);
    }
}
