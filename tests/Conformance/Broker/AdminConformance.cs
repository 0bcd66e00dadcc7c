using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace OrleansConnect.Tests.Conformance.Broker;

public abstract class AdminConformance(IBrokerUnderTest broker)
{
    private readonly Clients _clients = new(broker.BootstrapServers);

    [Fact]
    public async Task Creates_describes_widens_and_deletes_a_topic()
    {
        using var admin = _clients.Admin();
        var topic = await _clients.NewTopicAsync(partitions: 2);

        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 5 }]);
        await DescribedAsync(admin, topic, description => description.Partitions.Count == 5);
        await admin.DeleteTopicsAsync([topic]);
        await DescribedAsync(admin, topic, description => description.Error.Code == ErrorCode.UnknownTopicOrPart);
    }

    private static Task<TopicDescription> DescribedAsync(IAdminClient admin, string topic, Func<TopicDescription, bool> isSo) => ToldAsync(() => DescribeAsync(admin, topic), isSo);

    private static async Task<TopicDescription> DescribeAsync(IAdminClient admin, string topic)
    {
        try
        {
            return (await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]))).TopicDescriptions[0];
        }
        catch (DescribeTopicsException refused)
        {
            return refused.Results.TopicDescriptions[0];
        }
    }

    [Theory]
    [InlineData("bad name", 1, 1, null, ErrorCode.TopicException)]
    [InlineData("ok", 0, 1, null, ErrorCode.InvalidPartitions)]
    [InlineData("ok", 1, 3, null, ErrorCode.InvalidReplicationFactor)]
    [InlineData("ok", 1, 1, "no.such.setting", ErrorCode.InvalidConfig)]
    [InlineData("ok", 1, 1, "retention.ms", ErrorCode.InvalidConfig)]
    public async Task Refuses_a_topic_that_cannot_be(string name, int partitions, short replicas, string? config, ErrorCode expected)
    {
        using var admin = _clients.Admin();
        var specification = new TopicSpecification
        {
            Name = name,
            NumPartitions = partitions,
            ReplicationFactor = replicas,
            Configs = config is null ? null : new() { [config] = "x" },
        };

        var failure = await Assert.ThrowsAsync<CreateTopicsException>(() => admin.CreateTopicsAsync([specification]));

        Assert.Equal(expected, failure.Results[0].Error.Code);
    }

    [Fact]
    public async Task Refuses_a_topic_that_exists()
    {
        using var admin = _clients.Admin();
        var topic = await _clients.NewTopicAsync();

        var failure = await Assert.ThrowsAsync<CreateTopicsException>(() => admin.CreateTopicsAsync([new TopicSpecification { Name = topic }]));

        Assert.Equal(ErrorCode.TopicAlreadyExists, failure.Results[0].Error.Code);
    }

    [Fact]
    public async Task Changes_a_topics_configuration_and_takes_it_back()
    {
        using var admin = _clients.Admin();
        var topic = await _clients.NewTopicAsync(configs: new() { ["cleanup.policy"] = "compact" });
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };

        await admin.IncrementalAlterConfigsAsync(new()
        {
            [resource] = [Change("retention.ms", "1234", AlterConfigOpType.Set), Change("cleanup.policy", "delete", AlterConfigOpType.Append)],
        });
        var changed = await ConfiguredAsync(admin, resource, entries => entries["retention.ms"].Value == "1234");
        await admin.IncrementalAlterConfigsAsync(new() { [resource] = [Change("retention.ms", "", AlterConfigOpType.Delete)] });
        var restored = await ConfiguredAsync(admin, resource, entries => entries["retention.ms"].Value == "604800000");

        Assert.Equal("compact,delete", changed["cleanup.policy"].Value);
        Assert.Equal(ConfigSource.DynamicTopicConfig, changed["retention.ms"].Source);
        Assert.True(restored["retention.ms"].IsDefault);
    }

    private static Task<Dictionary<string, ConfigEntryResult>> ConfiguredAsync(
        IAdminClient admin, ConfigResource resource, Func<Dictionary<string, ConfigEntryResult>, bool> isSo) =>
        ToldAsync(async () => (await admin.DescribeConfigsAsync([resource]))[0].Entries, isSo);

    // A broker tells what it has heard of, which may be a moment behind what its controller has answered.
    private static async Task<T> ToldAsync<T>(Func<Task<T>> ask, Func<T, bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var told = await ask();
            if (isSo(told))
            {
                return told;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    [Fact]
    public async Task Deletes_records_before_an_offset()
    {
        using var admin = _clients.Admin();
        var topic = await _clients.NewTopicAsync();
        using var producer = _clients.Producer();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => producer.ProduceAsync(topic, new() { Value = $"{i}" })));

        var deleted = await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 6)]);
        var rest = _clients.ReadAll(topic);

        Assert.Equal(6, deleted[0].Offset.Value);
        Assert.Equal([6, 7, 8, 9], rest.Select(record => record.Offset.Value));
    }

    [Fact]
    public async Task Tells_where_partitions_begin_and_end()
    {
        using var admin = _clients.Admin();
        var topic = await _clients.NewTopicAsync(configs: new() { ["retention.ms"] = "-1" });
        using var producer = _clients.Producer();
        await producer.ProduceAsync(topic, new() { Value = "1", Timestamp = new Timestamp(5000, TimestampType.CreateTime) }, TestContext.Current.CancellationToken);
        await producer.ProduceAsync(topic, new() { Value = "2", Timestamp = new Timestamp(3000, TimestampType.CreateTime) }, TestContext.Current.CancellationToken);

        async Task<long> OffsetAsync(OffsetSpec spec) => (await admin.ListOffsetsAsync([new TopicPartitionOffsetSpec { TopicPartition = new(topic, 0), OffsetSpec = spec }]))
            .ResultInfos[0].TopicPartitionOffsetError.Offset.Value;

        Assert.Equal((0, 2, 0), (await OffsetAsync(OffsetSpec.Earliest()), await OffsetAsync(OffsetSpec.Latest()), await OffsetAsync(OffsetSpec.MaxTimestamp())));
    }

    private static ConfigEntry Change(string name, string value, AlterConfigOpType operation) => new() { Name = name, Value = value, IncrementalOperation = operation };
}
