using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Grains;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Validation;

namespace OrleansConnect.Tests.Unit.Runtime.Validation;

/// <summary>Blanks and repetitions in values mean what they mean to Kafka Connect.</summary>
public sealed class BlankSettingsTests
{
    private readonly ConnectorValidator _validator = new(
        new([.. PluginTypes.In(typeof(FileSourceConnector).Assembly, PluginTypes.BuiltIn)]),
        new(),
        new(new Dictionary<string, IConfigProvider>()),
        WorkerConfig.Parse(new Dictionary<string, string?> { ["bootstrap.servers"] = "localhost:1", ["group.id"] = "connect-cluster" }),
        TimeProvider.System,
        NullLogger<ConnectorValidator>.Instance);

    [Fact]
    public async Task Knows_no_connector_by_a_name_with_blanks_around_it()
    {
        var error = await Assert.ThrowsAsync<ConnectRequestException>(() => ValidateAsync(new() { ["connector.class"] = " FileStreamSource " }));

        Assert.StartsWith("Failed to find any class that implements Connector and which name matches  FileStreamSource ,", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(" \t", false)]
    [InlineData("o", true)]
    public async Task Only_a_topic_for_offsets_that_has_a_name_makes_a_source_consume(string topic, bool isListed)
    {
        var report = await ValidateAsync(new()
        {
            ["connector.class"] = "FileStreamSource",
            ["topic"] = "t",
            ["offsets.storage.topic"] = topic,
            ["consumer.override.max.poll.records"] = "10",
            ["admin.override.retries"] = "3",
        });

        Assert.Equal(isListed ? 2 : 0, report.Keys.Count(row => row.Value?.Name.Contains(".override.", StringComparison.Ordinal) ?? false));
    }

    [Fact]
    public async Task Names_a_topic_that_comes_twice_once_beside_the_queue_that_it_is()
    {
        var report = await ValidateAsync(new() { ["connector.class"] = "FileStreamSink", ["topics"] = "t,u,t", ["errors.deadletterqueue.topic.name"] = "t" });

        Assert.Contains("The DLQ topic 't' may not be included in the list of topics ('topics=[t, u]') consumed by the connector", report.Errors);
    }

    private Task<ValidationReport> ValidateAsync(Dictionary<string, string?> config)
    {
        config["name"] = "a";
        return _validator.ValidateAsync(config, TestContext.Current.CancellationToken);
    }
}
