using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary>Where a task's clients connect to.</summary>
public sealed class TaskClientsTests
{
    [Fact]
    public void Dead_letters_are_read_where_they_are_written()
    {
        var clients = Clients(
            ("consumer.override.bootstrap.servers", "other:1"), ("consumer.override.security.protocol", "SASL_SSL"), ("consumer.override.sasl.username", "reader"),
            ("consumer.override.fetch.max.bytes", "1234567"), ("producer.override.sasl.username", "writer"));

        var reader = clients.DeadLetterConsumer();

        Assert.Equal(("here:1", "writer"), (reader.BootstrapServers, reader.Native["sasl.username"]));
        Assert.False(reader.Native.ContainsKey("security.protocol"));
        Assert.Equal("1234567", reader.Native["fetch.max.bytes"]);
        Assert.Equal("other:1", clients.Consumer().BootstrapServers);
    }

    [Theory]
    [InlineData("consumer.override.fetch.max.bytes", "1", true)]
    [InlineData("consumer.override.bootstrap.servers", "other:1", false)]
    [InlineData("producer.override.bootstrap.servers", "other:1", false)]
    public void Two_clusters_are_told_by_their_addresses(string key, string value, bool areOne) => Assert.Equal(areOne, Clients((key, value)).AreInOneCluster);

    private static TaskClients Clients(params (string Key, string Value)[] config)
    {
        var worker = new WorkerConfig { Settings = new Dictionary<string, string?>(), BootstrapServers = "here:1", GroupId = "g" };
        return new(new("c", 0), worker, config.ToDictionary(setting => setting.Key, string? (setting) => setting.Value));
    }
}
