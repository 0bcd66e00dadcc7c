using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Configuration;

namespace OrleansConnect.Tests.Unit.Runtime.Configuration;

/// <summary>Kafka Connect's settings of a storage topic.</summary>
public sealed class StorageTopicTests
{
    [Fact]
    public void Without_settings_the_broker_decides()
    {
        var topic = StorageTopic.Of(Config(), "offset.storage");

        Assert.Null(topic.Name);
        Assert.Null(topic.Partitions);
        Assert.Equal(-1, topic.ReplicationFactor);
        Assert.Empty(topic.Configs);
    }

    [Fact]
    public void Name_counts_and_topic_settings_are_taken_and_the_cleanup_policy_is_not()
    {
        var config = Config(
            ("offset.storage.topic", "o"), ("offset.storage.partitions", "7"), ("offset.storage.replication.factor", "3"),
            ("offset.storage.min.insync.replicas", "2"), ("offset.storage.cleanup.policy", "delete"), ("status.storage.topic", "s"));

        var topic = StorageTopic.Of(config, "offset.storage");

        Assert.Equal(("o", 7, (short)3), (topic.Name, topic.Partitions, topic.ReplicationFactor));
        Assert.Equal([KeyValuePair.Create("min.insync.replicas", "2")], topic.Configs);
        Assert.Equal(["The setting 'offset.storage.cleanup.policy' has no effect here. Storage topics are compacted."], config.Warnings.Select(warning => warning.Text));
    }

    [Theory]
    [InlineData("offset.storage.partitions", "0")]
    [InlineData("offset.storage.partitions", "many")]
    [InlineData("offset.storage.replication.factor", "-2")]
    [InlineData("offset.storage.replication.factor", "40000")]
    public void A_count_that_is_none_is_refused_by_name_and_value(string key, string value)
    {
        var error = Assert.Throws<ConfigException>(() => StorageTopic.Of(Config((key, value)), "offset.storage"));

        Assert.StartsWith($"Invalid value {value} for configuration {key}: ", error.Message, StringComparison.Ordinal);
    }

    private static WorkerConfig Config(params (string Key, string? Value)[] settings) => WorkerConfig.Parse(
        settings.Append(("bootstrap.servers", "localhost:9092")).Append(("group.id", "g")).ToDictionary(setting => setting.Item1, setting => setting.Item2));
}
