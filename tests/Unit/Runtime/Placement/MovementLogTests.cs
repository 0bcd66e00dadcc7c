using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Runtime.Placement;

namespace OrleansConnect.Tests.Unit.Runtime.Placement;

public sealed class MovementLogTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Those_who_follow_see_each_movement_once_also_when_another_worker_goes_on_with_what_was_stored()
    {
        var first = Create();
        first.Add("a", null, "w:1", "one");
        first.Add("a/0", "w:1", "w:2", "two");
        var seen = first.After(0);

        // The clock of the other worker is behind.
        _time.AdjustTime(_time.GetUtcNow().AddMinutes(-1));
        var second = Create();
        second.Load(first.Newest(1));
        second.Add("a/1", "w:1", null, "three");

        Assert.Equal(["a", "a/0"], seen.Select(movement => movement.What));
        Assert.Equal(["a/1"], second.After(seen[^1].Id).Select(movement => movement.What));
        Assert.Equal(["a/0", "a/1"], second.Newest(10).Select(movement => movement.What));
        Assert.Empty(second.After(second.Newest(1)[0].Id));
    }

    [Fact]
    public void The_oldest_are_forgotten()
    {
        var log = Create();
        for (var i = 0; i < 30_000; i++)
        {
            log.Add($"a/{i}", "w:1", "w:2", "why not");
        }

        Assert.Equal(20_000, log.After(0).Count);
        Assert.Equal("a/29999", log.Newest(1)[0].What);
    }

    private MovementLog Create() => new(_time, NullLogger.Instance);
}
