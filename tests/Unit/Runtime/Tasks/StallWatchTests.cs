using OrleansConnect.Grains;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

public sealed class StallWatchTests
{
    private readonly FakeClock _clock = new();
    private readonly StallWatch _watch;

    public StallWatchTests() => _watch = new(TimeSpan.FromSeconds(10), _clock);

    [Theory]
    [InlineData(0, 5L, null)]
    [InlineData(3, null, "poll")]
    [InlineData(0, 0L, "put")]
    [InlineData(0, null, "kafka")]
    [InlineData(0, 0L, "retry")]
    [InlineData(0, null, "start")]
    [InlineData(0, 0L, "open")]
    [InlineData(0, 0L, "close")]
    [InlineData(0, null, "stop")]
    public void A_task_with_work_that_moves_nothing_is_stalled_until_it_moves_something(long inFlight, long? lag, string? waitsFor)
    {
        var progress = new TaskProgress { Records = 7, RecordsInFlight = inFlight, Lag = lag, WaitsFor = waitsFor };
        var start = _clock.GetUtcNow();
        Assert.Null(_watch.Look(progress, isPaused: false));

        _clock.Now += TimeSpan.FromSeconds(9);
        Assert.Null(_watch.Look(progress, isPaused: false));
        _clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(start, _watch.Look(progress, isPaused: false));

        Assert.Null(_watch.Look(progress with { Records = 8 }, isPaused: false));
    }

    [Fact]
    public void A_sink_that_skips_all_it_reads_is_at_work()
    {
        for (var skipped = 0; skipped < 5; skipped++)
        {
            Assert.Null(_watch.Look(new() { Lag = 5, RecordsSkipped = skipped }, isPaused: false));
            _clock.Now += TimeSpan.FromSeconds(9);
        }
    }

    [Theory]
    [InlineData(0, 0L, "records", false)]
    [InlineData(0, null, "poll", false)]
    [InlineData(5, 5L, "put", true)]
    public void A_task_without_work_or_that_is_paused_is_not(long inFlight, long? lag, string waitsFor, bool isPaused)
    {
        var progress = new TaskProgress { RecordsInFlight = inFlight, Lag = lag, WaitsFor = waitsFor };
        _watch.Look(progress, isPaused);
        _clock.Now += TimeSpan.FromMinutes(1);

        Assert.Null(_watch.Look(progress, isPaused));
    }

    [Theory]
    [InlineData("poll", true)]
    [InlineData("start", true)]
    [InlineData("records", false)]
    [InlineData("retry", false)]
    [InlineData(null, false)]
    public void What_it_waits_for_is_told_with_the_time_once_that_is_long(string? waitsFor, bool isTold)
    {
        var (progress, since) = (new TaskProgress { WaitsFor = waitsFor }, _clock.GetUtcNow());
        _clock.Now += TimeSpan.FromSeconds(9);
        Assert.Null(_watch.WaitsSince(progress, since));

        _clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(isTold ? since : null, _watch.WaitsSince(progress, since));
        Assert.Null(new StallWatch(TimeSpan.Zero, _clock).WaitsSince(progress, since));
    }

    private sealed class FakeClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
