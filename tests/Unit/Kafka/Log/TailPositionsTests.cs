using OrleansConnect.Kafka.Log;

namespace OrleansConnect.Tests.Unit.Kafka.Log;

/// <summary>How far a tail has come, and what it has missed.</summary>
public sealed class TailPositionsTests
{
    private readonly TailPositions _positions = new(2);

    [Fact]
    public async Task A_wait_ends_when_every_partition_has_been_read_so_far()
    {
        var wait = _positions.WaitAsync([2, 1], Timeout.InfiniteTimeSpan, TimeProvider.System);

        _positions.Advance(0, 0, 1);
        _positions.Advance(1, 0, 1);
        Assert.False(wait.IsCompleted);
        _positions.Advance(0, 1, 2);

        await wait;
    }

    [Fact]
    public void Offsets_that_are_not_there_any_more_are_counted()
    {
        _positions.Advance(0, 0, 1);
        _positions.Advance(0, 1, 2);
        Assert.Equal(0, _positions.Holes);

        _positions.Advance(0, 5, 6);
        _positions.Advance(1, 4, 4);

        Assert.Equal(2, _positions.Holes);
    }

    [Fact]
    public async Task A_fault_ends_every_wait_there_is_and_every_one_to_come()
    {
        var wait = _positions.WaitAsync([2, 1], Timeout.InfiniteTimeSpan, TimeProvider.System);

        _positions.Fail(new TopicUnusableException("gone"));

        await Assert.ThrowsAsync<TopicUnusableException>(() => wait);
        await Assert.ThrowsAsync<TopicUnusableException>(() => _positions.WaitAsync([0, 0], Timeout.InfiniteTimeSpan, TimeProvider.System));
    }
}
