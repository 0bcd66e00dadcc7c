using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

public sealed class TransactionBoundaryTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("poll", "5", null)]
    [InlineData("INTERVAL", null, 10_000)]
    [InlineData("interval", "500", 500)]
    [InlineData("interval", "0", null)]
    [InlineData("interval", "90000", 30_000)]
    public void An_interval_is_the_connectors_or_the_workers_and_leaves_time_to_commit(string? boundary, string? interval, int? expectedMs)
    {
        var found = Of(boundary, interval);

        Assert.Equal(expectedMs, (int?)found.Interval?.TotalMilliseconds);
        Assert.Null(found.Requests);
        Assert.Equal(expectedMs is null ? TransactionEnd.Commit : TransactionEnd.None, found.EndAfter(new([], TransactionEnd.None)));
    }

    [Fact]
    public void A_connector_that_defines_its_transactions_is_asked_and_has_its_way()
    {
        var found = Of("Connector", null);

        Assert.NotNull(found.Requests);
        Assert.Null(found.Interval);
        Assert.Equal(TransactionEnd.Abort, found.EndAfter(new([], TransactionEnd.Abort)));
        Assert.Equal(TransactionEnd.None, found.EndAfter(new([], TransactionEnd.None)));
    }

    [Theory]
    [InlineData("never", null)]
    [InlineData("interval", "-1")]
    [InlineData("interval", "soon")]
    public void A_bad_value_is_refused(string boundary, string? interval) => Assert.Throws<ConfigException>(() => Of(boundary, interval));

    private static TransactionBoundary Of(string? boundary, string? interval) => TransactionBoundary.From(
        new Dictionary<string, string?> { ["transaction.boundary"] = boundary, ["transaction.boundary.interval.ms"] = interval }
            .Where(setting => setting.Value is not null).ToDictionary(),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(60));
}
