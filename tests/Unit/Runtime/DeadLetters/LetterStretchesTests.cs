using OrleansConnect.Runtime.DeadLetters;

namespace OrleansConnect.Tests.Unit.Runtime.DeadLetters;

public sealed class LetterStretchesTests
{
    [Fact]
    public void What_a_small_partition_does_not_use_goes_to_fuller_ones()
    {
        var logs = new Dictionary<int, Stretch> { [0] = new(100, 1100), [1] = new(0, 10), [2] = new(5, 5), [3] = new(0, 400) };

        var newest = LetterStretches.Newest(logs, 1000);

        Assert.Equal([new(510, 1100), new(0, 10), new(5, 5), new(0, 400)], newest.OrderBy(log => log.Key).Select(log => log.Value));
        Assert.Equal(1, LetterStretches.Newest(logs, 1).Sum(log => log.Value.To - log.Value.From));
        Assert.Equal(1410, LetterStretches.Newest(logs, 10_000).Sum(log => log.Value.To - log.Value.From));
        Assert.Empty(LetterStretches.Newest(new Dictionary<int, Stretch>(), 10));
    }

    [Fact]
    public void What_is_between_letters_that_are_far_apart_is_not_read()
    {
        var stretches = LetterStretches.Around([new(0, 5_000_000), new(0, 7), new(0, 1000), new(1, 3)]);

        Assert.Equal([new(7, 1001), new(5_000_000, 5_000_001)], stretches[0]);
        Assert.Equal([new(3, 4)], stretches[1]);
    }
}
