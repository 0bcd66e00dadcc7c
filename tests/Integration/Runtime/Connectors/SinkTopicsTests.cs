using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Admin;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.Connectors;
using OrleansConnect.Tests.Integration.Kafka;

namespace OrleansConnect.Tests.Integration.Runtime.Connectors;

/// <summary>Which topics a sink finds, and in which cluster.</summary>
public sealed class SinkTopicsTests : KafkaTests, IDisposable
{
    private readonly KafkaAdmin _own;
    private readonly WorkerConfig _worker;
    private readonly ConsumerClusters _clusters;
    private readonly KafkaTopicPartitions _topics;

    public SinkTopicsTests(RealKafka kafka)
        : base(kafka)
    {
        _worker = new() { Settings = new Dictionary<string, string?>(), BootstrapServers = kafka.BootstrapServers, GroupId = "g" };
        _own = new(ClientSettings.ForAdmin(_worker.ClientSettings), TimeProvider.System, NullLogger.Instance);
        _clusters = new(_own, _worker, TimeProvider.System, NullLogger<KafkaAdmin>.Instance);
        _topics = new(_clusters.Of, new VariableResolver(new Dictionary<string, IConfigProvider>()), _worker, TimeProvider.System);
    }

    [Fact]
    public async Task A_pattern_means_Kafkas_own_topics_only_when_that_is_asked_for()
    {
        await CreateTopicAsync(2);
        await _own.AlterGroupOffsetsAsync(Topic, new Dictionary<TopicPartition, long> { [new(Topic, 0)] = 0 }, Cancellation);
        await ToldAsync(async () => (await _own.ListTopicsAsync(Cancellation)).ContainsKey(Topic), true);

        var usual = await CountAsync(("topics.regex", ".*"));
        var all = await CountAsync(("topics.regex", ".*"), ("consumer.override.exclude.internal.topics", "false"));
        var named = await CountAsync(("topics", "__consumer_offsets"));

        Assert.Equal((2, false), (usual[Topic], usual.ContainsKey("__consumer_offsets")));
        Assert.Contains("__consumer_offsets", all.Keys);
        Assert.Contains("__consumer_offsets", named.Keys);
    }

    [Fact]
    public void A_connector_whose_consumers_have_another_connection_is_asked_for_there()
    {
        var other = _clusters.Of(Config(("consumer.override.bootstrap.servers", "localhost:1")));

        Assert.NotSame(_own, other);
        Assert.Same(other, _clusters.Of(Config(("consumer.override.bootstrap.servers", "localhost:1"), ("consumer.override.max.poll.records", "7"))));
        Assert.NotSame(other, _clusters.Of(Config(("consumer.override.bootstrap.servers", "localhost:2"))));
        Assert.Same(_own, _clusters.Of(Config(("topics", "a"), ("consumer.override.auto.offset.reset", "latest"), ("consumer.override.client.id", "mine"))));
    }

    public void Dispose()
    {
        _clusters.Dispose();
        _own.Dispose();
    }

    private Task<IReadOnlyDictionary<string, int>> CountAsync(params (string Key, string Value)[] config) => _topics.CountAsync(Config(config), Cancellation);

    private static Dictionary<string, string?> Config(params (string Key, string Value)[] config) => config.ToDictionary(setting => setting.Key, string? (setting) => setting.Value);
}
