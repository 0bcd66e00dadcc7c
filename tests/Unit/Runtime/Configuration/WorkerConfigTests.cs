using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Management.Hosting;
using OrleansConnect.Management.Rest;
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
    public void Unknown_settings_are_told_with_what_was_meant_and_the_clients_are_not_among_them()
    {
        var config = With(
            "offset.flush.intervall.ms", "producer.linger.ms", "value.converter.schemas.enable", "orleans.advertized.ip", "rest.advertised.hostname", "config.storage.topic", "security.protocol",
            "what.is.this.for");

        Assert.Equal(
        [
            "The setting 'offset.flush.intervall.ms' is not known and has no effect. Did you mean 'offset.flush.interval.ms'?",
            "The setting 'orleans.advertized.ip' is not known and has no effect. Did you mean 'orleans.advertised.ip'?",
            "The setting 'rest.advertised.hostname' is not known and has no effect. Did you mean 'rest.advertised.host.name'?",
            "The setting 'what.is.this.for' is not known and has no effect.",
        ], config.Warnings.Select(warning => warning.Text));
        Assert.DoesNotContain(config.Warnings, warning => warning.IsGrave);
    }

    [Fact]
    public void What_only_Kafka_Connect_has_is_told_with_the_reason()
    {
        var config = With("rebalance.timeout.ms", "heartbeat.interval.ms", "client.id", "metrics.context.a");

        Assert.Equal(
        [
            "The settings 'heartbeat.interval.ms', 'rebalance.timeout.ms' have no effect here. Workers find each other and share the work without a consumer group; "
                + "see 'session.timeout.ms' and 'orleans.probe.timeout.ms'.",
            "The setting 'client.id' has no effect here. Of a worker's settings its own Kafka clients take 'bootstrap.servers', 'security.protocol', 'ssl.*' and 'sasl.*'; "
                + "for those of connectors set it behind 'producer.', 'consumer.' or 'admin.'.",
            "The setting 'metrics.context.a' has no effect here. Metrics are those of the meter 'OrleansConnect', exported as any .NET program's.",
        ], config.Warnings.Select(warning => warning.Text));
    }

    [Theory]
    [InlineData("rest.extension.classes")]
    [InlineData("listeners.https.ssl.client.authentication")]
    [InlineData("ssl.client.auth")]
    [InlineData("admin.listeners")]
    public void Where_somebody_may_rely_on_a_guard_that_is_not_there_the_warning_is_grave(string key)
    {
        var warning = Assert.Single(With(key).Warnings);

        Assert.True(warning.IsGrave);
        Assert.StartsWith($"The setting '{key}' has no effect here. ", warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_Kafka_clients_that_no_client_knows_are_told_without_their_values()
    {
        var config = With("producer.lingr.ms", "consumer.fetch.max.wait.ms", "consumer.interceptor.classes", "admin.retries", "ssl.truststore.type", "admin.interceptor");

        Assert.Equal(
        [
            "The setting 'ssl.truststore.type' is one of Kafka's Java clients and has no effect here. Set 'ssl.ca.location' to a file of certificates in PEM form.",
            "The setting 'producer.lingr.ms' is not one of a Kafka client's and has no effect. Did you mean 'producer.linger.ms'?",
            "The setting 'consumer.interceptor.classes' is one of Kafka's Java clients and has no effect here.",
            "The setting 'admin.interceptor' is not one of a Kafka client's and has no effect. Correct or remove it.",
        ], config.Warnings.Select(warning => warning.Text));
    }

    [Fact]
    public void Files_as_Kafka_Connect_has_them_and_the_settings_of_the_doors_give_no_warning()
    {
        var config = With(
        [
            .. ListenerOptions.Definition.Keys.Concat(RestOptions.Definition.Keys).Select(key => key.Name),
            "key.converter", "value.converter", "key.converter.schemas.enable", "value.converter.schemas.enable", "offset.storage.topic", "offset.storage.replication.factor",
            "offset.storage.partitions", "config.storage.topic", "config.storage.replication.factor", "status.storage.topic", "status.storage.replication.factor", "status.storage.partitions",
            "offset.storage.file.filename", "plugin.path",
        ]);

        Assert.Empty(config.Warnings);
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

    private static WorkerConfig With(params IEnumerable<string> keys) =>
        new() { BootstrapServers = "a:1", GroupId = "g", Settings = keys.ToDictionary(key => key, string? (_) => "s3cr3t") };
}
