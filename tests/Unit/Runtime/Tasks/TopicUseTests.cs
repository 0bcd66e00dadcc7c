using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

public sealed class TopicUseTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _told = [];
    private bool _isBroken;

    [Fact]
    public async Task A_topic_in_use_is_told_of_again_every_few_seconds_and_no_more_often()
    {
        await using var use = Create();
        for (var second = 0; second < 60; second++)
        {
            use.OnUsed("a");
            await PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(Told().Length, 5, 13);
    }

    [Fact]
    public async Task What_could_not_be_told_is_told_later()
    {
        _isBroken = true;
        await using var use = Create();
        use.OnUsed("a");
        await PassAsync(TimeSpan.FromSeconds(3));
        Assert.Empty(Told());

        _isBroken = false;

        await ToldAsync("a");
    }

    [Fact]
    public async Task The_last_topics_are_told_of_when_the_task_ends()
    {
        var use = Create();
        use.OnUsed("a");
        use.OnUsed("b");
        await use.DisposeAsync();

        Assert.Equal(["a", "b"], Told().Order());
    }

    private TopicUse Create() => new(new TaskId("c", 0), TellAsync, _time, NullLogger.Instance);

    private Task TellAsync(IReadOnlyList<string> topics)
    {
        if (_isBroken)
        {
            throw new TimeoutException("Nobody answers.");
        }

        lock (_told)
        {
            _told.AddRange(topics);
        }

        return Task.CompletedTask;
    }

    private string[] Told()
    {
        lock (_told)
        {
            return [.. _told];
        }
    }

    private Task ToldAsync(string topic) => Eventually.TrueAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            return Told().Contains(topic);
        },
        $"'{topic}' to be told");

    // In steps, with a pause for those who wait for the clock.
    private async Task PassAsync(TimeSpan time)
    {
        for (var step = 0; step < 10; step++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
            _time.Advance(time / 10);
        }
    }
}
