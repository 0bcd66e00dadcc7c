using OrleansConnect.Abstractions.Errors;
using OrleansConnect.Runtime.Tasks;

namespace OrleansConnect.Tests.Unit.Runtime.Tasks;

/// <summary><c>topic.creation.*</c> (KIP-158): which topic is created how.</summary>
public sealed class TopicGroupsTests
{
    [Fact]
    public void Without_settings_the_broker_creates_topics() => Assert.Empty(Parse(("topic", "t")));

    [Fact]
    public async Task The_first_group_that_means_a_topic_counts()
    {
        var groups = Parse(
            ("topic.creation.groups", "compacted, wide"), ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "2"),
            ("topic.creation.compacted.include", "table-.*,keys"), ("topic.creation.compacted.exclude", ".*-raw"), ("topic.creation.compacted.cleanup.policy", "compact"),
            ("topic.creation.wide.include", ".*"), ("topic.creation.wide.exclude", "plain"), ("topic.creation.wide.partitions", "12"), ("topic.creation.wide.replication.factor", "-1"));

        Assert.Equal("1 2 cleanup.policy=compact", await CreatedAsync(groups, "table-orders"));
        Assert.Equal("1 2 cleanup.policy=compact", await CreatedAsync(groups, "keys"));
        Assert.Equal("12 -1 ", await CreatedAsync(groups, "table-orders-raw"));
        Assert.Equal("12 -1 ", await CreatedAsync(groups, "a-table-orders"));
        Assert.Equal("1 2 ", await CreatedAsync(groups, "plain"));
    }

    [Fact]
    public async Task The_default_group_is_the_last_wherever_it_is_named()
    {
        var groups = Parse(
            ("topic.creation.groups", "default,one,one"), ("topic.creation.default.partitions", "3"), ("topic.creation.default.replication.factor", "1"),
            ("topic.creation.default.retention.ms", "5"), ("topic.creation.one.include", "t"));

        Assert.Equal(2, groups.Count);
        Assert.Equal("3 1 ", await CreatedAsync(groups, "t"));
        Assert.Equal("3 1 retention.ms=5", await CreatedAsync(groups, "u"));
    }

    [Fact]
    public async Task A_topic_that_is_there_is_left_alone()
    {
        var admin = new Admin { Existing = { "t" } };
        var creator = new TopicCreator(Parse(("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1")), admin);

        await creator.OpenAsync("t", TestContext.Current.CancellationToken);

        Assert.Empty(admin.Created);
        Assert.True(creator.IsOpen("t"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_topic_that_cannot_be_created_fails_the_task_in_Kafka_Connects_words(bool isRefusedLate)
    {
        var cause = new InvalidOperationException("not allowed");
        var admin = new Admin { OnExists = () => _ = isRefusedLate ? true : throw cause, OnCreate = () => throw cause };
        var creator = new TopicCreator(Parse(("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1")), admin);

        var error = await Assert.ThrowsAsync<ConnectException>(() => creator.OpenAsync("t", TestContext.Current.CancellationToken).AsTask());

        Assert.Equal("Task failed to create new topic t. Ensure that the task is authorized to create topics or that the topic exists and restart the task", error.Message);
        Assert.Same(cause, error.InnerException);
        Assert.False(creator.IsOpen("t"));
    }

    [Fact]
    public async Task A_topic_that_is_forbidden_is_not_created_and_the_reason_is_told()
    {
        var admin = new Admin();
        var creator = new TopicCreator(Parse(("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1")), admin)
        {
            Forbidden = SourceOutputs.Forbidden(new Dictionary<string, string?> { ["errors.deadletterqueue.topic.name"] = "bad" }, "offsets"),
        };

        var queue = await Assert.ThrowsAsync<ConnectException>(() => creator.OpenAsync("bad", TestContext.Current.CancellationToken).AsTask());
        var offsets = await Assert.ThrowsAsync<ConnectException>(() => creator.OpenAsync("offsets", TestContext.Current.CancellationToken).AsTask());
        await creator.OpenAsync("good", TestContext.Current.CancellationToken);

        Assert.StartsWith("A record is for topic 'bad', which is the connector's dead letter queue.", queue.Message, StringComparison.Ordinal);
        Assert.StartsWith("Source tasks may not produce to their own offsets topics when exactly-once support is enabled", offsets.Message, StringComparison.Ordinal);
        Assert.Equal("good", Assert.Single(admin.Created).Topic);
        Assert.False(creator.IsOpen("bad"));
    }

    [Theory]
    [InlineData("topic.creation.default.partitions", "0")]
    [InlineData("topic.creation.default.partitions", "-2")]
    [InlineData("topic.creation.default.replication.factor", "0")]
    [InlineData("topic.creation.one.partitions", "many")]
    [InlineData("topic.creation.one.include", "(")]
    public void A_wrong_value_is_refused_by_name(string key, string value)
    {
        var settings = new Dictionary<string, string?>
        {
            ["topic.creation.groups"] = "one",
            ["topic.creation.default.partitions"] = "1",
            ["topic.creation.default.replication.factor"] = "1",
            ["topic.creation.one.include"] = "t",
            [key] = value,
        };

        var error = Assert.ThrowsAny<ConfigException>(() => TopicGroups.Parse(settings));

        Assert.Contains(key, error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<TopicGroup> Parse(params (string Key, string Value)[] settings) =>
        TopicGroups.Parse(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));

    private static async Task<string> CreatedAsync(IReadOnlyList<TopicGroup> groups, string topic)
    {
        var admin = new Admin();
        await new TopicCreator(groups, admin).OpenAsync(topic, TestContext.Current.CancellationToken);
        var (name, group) = Assert.Single(admin.Created);
        Assert.Equal(topic, name);
        return $"{group.Partitions} {group.ReplicationFactor} {string.Join(',', group.Configs.Select(config => $"{config.Key}={config.Value}"))}";
    }

    private sealed class Admin : ITopicAdmin
    {
        public HashSet<string> Existing { get; } = [];

        public List<(string Topic, TopicGroup Group)> Created { get; } = [];

        public Action OnExists { get; init; } = () => { };

        public Action OnCreate { get; init; } = () => { };

        public Task<bool> ExistsAsync(string topic, CancellationToken cancellationToken)
        {
            OnExists();
            return Task.FromResult(Existing.Contains(topic));
        }

        public Task CreateAsync(string topic, TopicGroup group, CancellationToken cancellationToken)
        {
            OnCreate();
            Created.Add((topic, group));
            return Task.CompletedTask;
        }
    }
}
