extern alias cli;

using cli::OrleansConnect.Cli.Watching;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Client;

namespace OrleansConnect.Tests.Unit.Cli;

public sealed class RateMeterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RateMeter _rates;

    public RateMeterTests() => _rates = new(_time);

    [Fact]
    public void A_rate_is_what_came_between_two_reports()
    {
        Report(1_000);
        Assert.Null(_rates.RateOf("c", 0));

        _time.Advance(TimeSpan.FromSeconds(2));
        Report(5_000);

        Assert.Equal(2_000, _rates.RateOf("c", 0));
    }

    [Fact]
    public void The_same_report_again_changes_nothing()
    {
        Report(1_000);
        _time.Advance(TimeSpan.FromSeconds(1));
        var status = Report(2_000);

        _rates.Observe(status);

        Assert.Equal(1_000, _rates.RateOf("c", 0));
    }

    [Fact]
    public void A_task_that_stops_reporting_moves_nothing()
    {
        Report(1_000);
        _time.Advance(TimeSpan.FromSeconds(1));
        Report(2_000);

        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(0, _rates.RateOf("c", 0));
    }

    [Fact]
    public void A_task_that_counts_anew_has_moved_what_it_counts()
    {
        Report(1_000);
        _time.Advance(TimeSpan.FromSeconds(1));

        Report(300);

        Assert.Equal(300, _rates.RateOf("c", 0));
    }

    [Fact]
    public void A_task_that_moved_nothing_lately_needs_no_second_report()
    {
        Report(1_000, progressedAgo: TimeSpan.FromMinutes(1));

        Assert.Equal(0, _rates.RateOf("c", 0));
    }

    private ConnectorStatus Report(long records, TimeSpan progressedAgo = default)
    {
        var progress = new TaskProgress { Records = records, TakenAt = _time.GetUtcNow(), ProgressedAt = _time.GetUtcNow() - progressedAgo };
        var instance = new InstanceStatus(InstanceState.Running, "w:1", null, null);
        var status = new ConnectorStatus("c", ConnectorKind.Source, instance, [new(0, instance, progress)]);
        _rates.Observe(status);
        return status;
    }
}
