using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Tests.Unit.Runtime.Configuration;

public sealed class RestartSettingsTests
{
    [Fact]
    public void By_default_nothing_is_restarted() => Assert.Equal(0, RestartSettings.Of(new Dictionary<string, string?>()).AttemptsMax);

    [Theory]
    [InlineData(0, 0.0, 500)]
    [InlineData(0, 1.0, 1000)]
    [InlineData(3, 1.0, 8000)]
    [InlineData(60, 1.0, 60000)]
    [InlineData(60, 0.0, 30000)]
    public void The_pause_doubles_up_to_the_longest_with_half_of_it_left_to_chance(int attempts, double random, double expectedMs) =>
        Assert.Equal(expectedMs, RestartSettings.Of(new Dictionary<string, string?>()).BackoffAfter(attempts, random).TotalMilliseconds);

    [Fact]
    public void A_bad_value_is_refused_by_name()
    {
        var error = Assert.Throws<ConfigException>(() => RestartSettings.Of(new Dictionary<string, string?> { ["errors.restart.max.attempts"] = "-2" }));

        Assert.Contains("errors.restart.max.attempts", error.Message, StringComparison.Ordinal);
    }
}
