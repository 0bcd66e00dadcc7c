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
        });

        Assert.Equal(["offset.flush.intervall.ms"], config.UnknownSettings);
    }

    [Fact]
    public void A_bad_value_is_refused_by_name()
    {
        var error = Assert.Throws<ConfigException>(
            () => WorkerConfig.Parse(new Dictionary<string, string?>(Minimal) { ["offset.flush.interval.ms"] = "soon" }));

        Assert.Equal("Invalid value soon for configuration offset.flush.interval.ms: Not a number of type LONG", error.Message);
    }

    [Fact]
    public void Prefixed_settings_lose_their_prefix()
    {
        var config = WorkerConfig.Parse(new Dictionary<string, string?>(Minimal) { ["producer.linger.ms"] = "5", ["producer."] = "x" });

        Assert.Equal([KeyValuePair.Create("linger.ms", "5")], config.WithPrefix("producer."));
    }
}
