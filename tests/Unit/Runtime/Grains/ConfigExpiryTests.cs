using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Runtime.Grains;

namespace OrleansConnect.Tests.Unit.Runtime.Grains;

public sealed class ConfigExpiryTests
{
    private readonly List<TimeSpan> _open = [];
    private readonly ConfigExpiry _expiry;

    public ConfigExpiryTests() => _expiry = new("c", Later, () => Task.CompletedTask, NullLogger.Instance);

    [Fact]
    public void What_does_not_expire_restarts_nothing()
    {
        _expiry.Watch(Started(null));

        Assert.Empty(_open);
    }

    [Fact]
    public void A_new_start_counts_from_the_beginning()
    {
        _expiry.Watch(Started(TimeSpan.FromHours(1)));
        _expiry.Watch(Started(TimeSpan.FromHours(2)));
        Assert.Equal([TimeSpan.FromHours(2)], _open);

        _expiry.Watch(Started(TimeSpan.FromHours(2), "none"));
        Assert.Empty(_open);
    }

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(0, 10)]
    [InlineData(9.9, 10)]
    [InlineData(11, 11)]
    [InlineData(1e9, 30 * 24 * 3600)]
    public void Neither_a_storm_of_restarts_nor_a_timer_too_long(double lifetime, double after)
    {
        _expiry.Watch(Started(TimeSpan.FromSeconds(lifetime)));

        Assert.Equal([TimeSpan.FromSeconds(after)], _open);
    }

    private static StartedConnector Started(TimeSpan? lifetime, string? reload = null)
    {
        var config = new Dictionary<string, string?> { ["config.action.reload"] = reload };

        // Its plugin is of no interest here.
        return new(null!, ConnectorKind.Source, "1", config, new ResolvedConfig(config, lifetime));
    }

    private Timer Later(TimeSpan time, Func<Task> work)
    {
        _open.Add(time);
        return new(() => _open.Remove(time));
    }

    internal sealed class Timer(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
