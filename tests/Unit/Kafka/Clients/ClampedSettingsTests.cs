using OrleansConnect.Kafka;

namespace OrleansConnect.Tests.Unit.Kafka.Clients;

/// <summary>Numbers that Java's clients take and librdkafka does not.</summary>
public sealed class ClampedSettingsTests
{
    [Theory]
    [InlineData("max.poll.interval.ms", "2147483647", "86400000")]
    [InlineData("metadata.max.age.ms", "9223372036854775807", "86400000")]
    [InlineData("client.id", "20240101001", null)]
    [InlineData("group.id", "20240101001", null)]
    [InlineData("sasl.username", "12345678901", null)]
    [InlineData("sasl.password", "12345678901", null)]
    [InlineData("ssl.key.password", "12345678901", null)]
    public void Only_numbers_are_taken_up_to_a_limit(string name, string given, string? used)
    {
        var settings = new Dictionary<string, string> { [name] = given };

        var clamped = ClientSettings.ClampedOf(ClientKind.Consumer, settings);

        Assert.Equal(used, clamped.SingleOrDefault()?.Used);
        if (used is null)
        {
            Assert.Contains(given, ClientSettings.ForConsumer(new Dictionary<string, string> { ["bootstrap.servers"] = "k:1", ["group.id"] = "g" }, settings).Native.Values);
        }
    }
}
