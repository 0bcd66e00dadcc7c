using OrleansConnect.Kafka;

namespace OrleansConnect.Tests.Unit.Kafka.Clients;

/// <summary>How long clients wait between attempts to connect; librdkafka makes no client whose shortest pause is longer than the longest.</summary>
public sealed class ReconnectPauseTests
{
    [Theory]
    [InlineData("", "20", "1000")]
    [InlineData("reconnect.backoff.ms=50", "50", "1000")]
    [InlineData("reconnect.backoff.ms=5000", "5000", "5000")]
    [InlineData("reconnect.backoff.ms=300 reconnect.backoff.max.ms=200", "300", "300")]
    [InlineData("reconnect.backoff.ms=300 reconnect.backoff.max.ms=400", "300", "400")]
    [InlineData("reconnect.backoff.max.ms=10", "20", "20")]
    public void The_longest_pause_is_at_least_the_shortest(string settings, string shortest, string longest)
    {
        var given = settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Split('=')).ToDictionary(setting => setting[0], setting => setting[1]);

        var client = ClientSettings.ForProducer(new Dictionary<string, string> { ["bootstrap.servers"] = "k:1" }, given);

        Assert.Equal((shortest, longest), (client.Native["reconnect.backoff.ms"], client.Native["reconnect.backoff.max.ms"]));
    }

    [Fact]
    public void What_is_no_number_is_refused_by_name()
    {
        var error = Assert.ThrowsAny<Exception>(() => ClientSettings.ForProducer(
            new Dictionary<string, string> { ["bootstrap.servers"] = "k:1" }, new Dictionary<string, string> { ["reconnect.backoff.max.ms"] = "soon" }));

        Assert.Contains("'reconnect.backoff.max.ms' cannot be 'soon'", error.Message, StringComparison.Ordinal);
    }
}
