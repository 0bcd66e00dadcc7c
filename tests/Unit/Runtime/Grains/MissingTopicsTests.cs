using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class MissingTopicsTests
{
    private readonly List<double> _pauses = [];
    private readonly MissingTopics _topics;
    private Func<Task>? _scheduled;
    private int _looks;

    public MissingTopicsTests() => _topics = new(TimeSpan.FromSeconds(5), After, () => _looks++);

    [Fact]
    public async Task Topics_that_stay_missing_are_looked_for_ever_more_seldom_and_then_as_seldom_as_others()
    {
        for (_topics.Set(areMissing: true, 1); _scheduled is not null; _topics.Set(areMissing: true, 1))
        {
            await PassAsync();
        }

        Assert.Equal([0.25, 0.5, 1, 2, 4], _pauses);
        Assert.Equal(5, _looks);
    }

    [Fact]
    public void Whoever_else_looks_meanwhile_changes_nothing()
    {
        _topics.Set(areMissing: true, 1);
        _topics.Set(areMissing: true, 1);

        Assert.Equal([0.25], _pauses);
    }

    [Fact]
    public async Task Nothing_is_looked_for_when_all_are_there_and_often_again_when_one_is_missing_later()
    {
        _topics.Set(areMissing: true, 1);
        await PassAsync();
        _topics.Set(areMissing: true, 1);
        _topics.Set(areMissing: false, 1);
        Assert.Null(_scheduled);

        _topics.Set(areMissing: true, 1);

        Assert.Equal([0.25, 0.5, 0.25], _pauses);
    }

    [Fact]
    public async Task Another_configuration_is_looked_for_often_again()
    {
        _topics.Set(areMissing: true, 1);
        await PassAsync();
        _topics.Set(areMissing: true, 1);

        _topics.Set(areMissing: true, 2);

        Assert.Equal([0.25, 0.5, 0.25], _pauses);
    }

    private Task PassAsync()
    {
        var scheduled = _scheduled;
        _scheduled = null;
        return scheduled?.Invoke() ?? Task.CompletedTask;
    }

    private Scheduled After(TimeSpan pause, Func<Task> work)
    {
        _pauses.Add(pause.TotalSeconds);
        _scheduled = work;
        return new(() => _scheduled = null);
    }

    private sealed class Scheduled(Action cancel) : IDisposable
    {
        public void Dispose() => cancel();
    }
}
