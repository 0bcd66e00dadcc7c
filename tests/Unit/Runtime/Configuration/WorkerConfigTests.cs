using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Tests.Unit.Runtime.Configuration;

public sealed class WorkerConfigTests
{
    private static readonly Dictionary<string, string?> Minimal = new() { ["bootstrap.servers"] = "a:1,b:2", ["group.id"] = "g" };

    [Fact]
    public void Defaults_are_Kafka_Connects()
    {
        var config = WorkerConfig.Parse(Minimal);

        Assert.Equal("a:1,b:2", config.BootstrapServers);
        Assert.Equal(TimeSpan.FromSeconds(60), config.OffsetFlushInterval);
        Assert.Equal(TimeSpan.FromSeconds(5), config.OffsetFlushTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), config.TaskShutdownTimeout);
    }

    [Fact]
    public void Unknown_settings_are_told_and_the_clients_are_not_among_them()
    {
        var config = WorkerConfig.Parse(new Dictionary<string, string?>(Minimal)
        {
            ["offset.flush.intervall.ms"] = "1",
            ["producer.linger.ms"] = "5",
            ["value.converter.schemas.enable"] = "false",
            ["rebalance.timeout.ms"] = "60000",
            ["plugin.discovery"] = "service_load",
            ["orleans.advertized.ip"] = "10.0.0.1",
        });

        Assert.Equal(["offset.flush.intervall.ms", "orleans.advertized.ip"], config.UnknownSettings);
    }

    [Theory]
    [InlineData("offset.flush.interval.ms", "soon", "Not a number of type LONG")]
    [InlineData("orleans.advertised.ip", "my-host", "It must be an IP address that the other workers can reach")]
    [InlineData("orleans.silo.port", "70000", "Value must be no more than 65535")]
    public void A_bad_value_is_refused_by_name(string key, string value, string reason)
    {
        var error = Assert.Throws<ConfigException>(() => WorkerConfig.Parse(new Dictionary<string, string?>(Minimal) { [key] = value }));

        Assert.Equal($"Invalid value {value} for configuration {key}: {reason}", error.Message);
    }

    [Fact]
    public void Prefixed_settings_lose_their_prefix()
    {
        var config = WorkerConfig.Parse(new Dictionary<string, string?>(Minimal) { ["producer.linger.ms"] = "5", ["producer."] = "x" });

        Assert.Equal([KeyValuePair.Create("linger.ms", "5")], config.WithPrefix("producer."));
    }
}
