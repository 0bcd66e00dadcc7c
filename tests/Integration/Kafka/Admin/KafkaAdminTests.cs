using Microsoft.Extensions.Logging.Abstractions;
using OrleansConnect.Kafka;
using OrleansConnect.Kafka.Admin;

namespace OrleansConnect.Tests.Integration.Kafka.Admin;

public sealed class KafkaAdminTests(RealKafka kafka) : KafkaTests(kafka), IDisposable
{
    private readonly KafkaAdmin _admin = Create(kafka);

    public void Dispose() => _admin.Dispose();

    [Fact]
    public async Task Knows_the_cluster_id()
    {
        var id = await _admin.ClusterIdAsync(Cancellation);

        Assert.Equal(22, id.Length);
        Assert.Equal(id, await _admin.ClusterIdAsync(Cancellation));
    }

    [Fact]
    public async Task Answers_what_was_asked_before_it_was_disposed_and_refuses_the_rest()
    {
        await _admin.DescribeGroupAsync(Topic, Cancellation); // from now on there is a coordinator
        for (var round = 0; round < 20; round++)
        {
            var admin = Create(Kafka);
            var asked = Enumerable.Range(0, 10).Select(_ => admin.DescribeGroupAsync(Topic, Cancellation)).ToList();
            var asking = Task.Run(() => AskUntilRefusedAsync(admin), Cancellation);
            await admin.ClusterIdAsync(Cancellation);

            admin.Dispose();

            Assert.All(await Task.WhenAll(asked), group => Assert.False(group.HasMembers));
            await asking;
        }
    }

    [Fact]
    public async Task Tells_a_created_topic_from_one_that_was_there()
    {
        var topic = new NewTopic(Topic)
        {
            Partitions = 3,
            ReplicationFactor = 1,
            Configs = new Dictionary<string, string> { ["cleanup.policy"] = "compact" },
        };

        var first = await _admin.CreateTopicAsync(topic, Cancellation);
        var second = await _admin.CreateTopicAsync(topic, Cancellation);

        Assert.Equal((TopicCreation.Created, TopicCreation.Existed), (first, second));
        await ToldAsync(async () => (await _admin.ListTopicsAsync(Cancellation)).GetValueOrDefault(topic.Name), new TopicDescription(topic.Name, 3, 1));
        Assert.Equal("compact", (await _admin.DescribeTopicConfigAsync(topic.Name, Cancellation))["cleanup.policy"]);
    }

    [Fact]
    public async Task Describes_the_topics_that_exist_and_creates_none()
    {
        await CreateTopicAsync(partitions: 2);
        var missing = $"missing-{Topic}";

        var described = await _admin.DescribeTopicsAsync([Topic, missing], Cancellation);

        Assert.Equal([Topic], described.Keys);
        Assert.DoesNotContain(missing, (await _admin.ListTopicsAsync(Cancellation)).Keys);
    }

    private static KafkaAdmin Create(RealKafka kafka) => new(
        ClientSettings.ForAdmin(new Dictionary<string, string> { ["bootstrap.servers"] = kafka.BootstrapServers }),
        TimeProvider.System,
        NullLogger.Instance);

    private async Task AskUntilRefusedAsync(KafkaAdmin admin)
    {
        try
        {
            while (true)
            {
                await admin.DescribeGroupAsync(Topic, Cancellation);
            }
        }
        catch (ObjectDisposedException)
        {
            // What the test waits for.
        }
    }

    [Fact]
    public async Task Lists_offsets_at_the_beginning_at_the_end_and_at_a_time()
    {
        await CreateTopicAsync(partitions: 2);
        await SendNumbersAsync(5);
        TopicPartition[] partitions = [new(Topic, 0), new(Topic, 1)];

        var earliest = await _admin.ListOffsetsAsync(partitions, LogPosition.Earliest, Cancellation);
        var latest = await _admin.ListOffsetsAsync(partitions, LogPosition.Latest, Cancellation);
        var longAgo = await _admin.ListOffsetsAsync(partitions, LogPosition.AtTime(DateTimeOffset.UnixEpoch), Cancellation);
        var tomorrow = await _admin.ListOffsetsAsync(partitions, LogPosition.AtTime(TimeProvider.System.GetUtcNow().AddDays(1)), Cancellation);

        Assert.Equal([0L, 0L], partitions.Select(p => earliest[p]));
        Assert.Equal([5L, 0L], partitions.Select(p => latest[p]));
        Assert.Equal([0L, 0L], partitions.Select(p => longAgo[p]));
        Assert.Equal([5L, 0L], partitions.Select(p => tomorrow[p]));
    }

    [Fact]
    public async Task Sets_deletes_and_lists_a_groups_offsets_and_deletes_the_group()
    {
        await CreateTopicAsync(partitions: 2);
        var group = $"group-{Topic}";

        await _admin.AlterGroupOffsetsAsync(
            group, new Dictionary<TopicPartition, long> { [new(Topic, 0)] = 3, [new(Topic, 1)] = 7 }, Cancellation);
        var set = await _admin.ListGroupOffsetsAsync(group, Cancellation);
        await _admin.DeleteGroupOffsetsAsync(group, [new(Topic, 0)], Cancellation);
        var less = await _admin.ListGroupOffsetsAsync(group, Cancellation);
        var deleted = await _admin.DeleteGroupAsync(group, Cancellation);
        var deletedAgain = await _admin.DeleteGroupAsync(group, Cancellation);

        Assert.Equal(2, set.Count);
        Assert.Equal(new Dictionary<TopicPartition, long> { [new(Topic, 1)] = 7 }, less);
        Assert.Equal((true, false), (deleted, deletedAgain));
        Assert.Empty(await _admin.ListGroupOffsetsAsync(group, Cancellation));
    }

    [Fact]
    public async Task Says_what_failed_and_what_to_do()
    {
        var missing = $"missing-{Topic}";

        var describing = await Assert.ThrowsAsync<KafkaClientException>(() => _admin.DescribeTopicConfigAsync(missing, Cancellation));
        var naming = await Assert.ThrowsAsync<KafkaClientException>(() => _admin.CreateTopicAsync(new NewTopic("a b"), Cancellation));

        Assert.Equal(KafkaErrorCode.UnknownTopicOrPartition, describing.Error.Code);
        Assert.StartsWith($"Kafka at '{Kafka.BootstrapServers}' cannot describe the configuration of topic '{missing}': ", describing.Message, StringComparison.Ordinal);
        Assert.EndsWith("Create it, or correct its name.", describing.Message, StringComparison.Ordinal);
        Assert.Equal("Topic name is invalid: 'a b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'", naming.Message);
    }

    [Fact]
    public async Task A_refused_configuration_names_the_topic()
    {
        var topic = new NewTopic(Topic) { Configs = new Dictionary<string, string> { ["cleanup.policy"] = "burn" } };

        var refused = await Assert.ThrowsAsync<KafkaClientException>(() => _admin.CreateTopicAsync(topic, Cancellation));

        Assert.Equal(KafkaErrorCode.InvalidConfig, refused.Error.Code);
        Assert.Contains(topic.Name, refused.Message, StringComparison.Ordinal);
        Assert.Contains("burn", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_request_to_a_broker_that_is_not_there_ends_at_once()
    {
        var settings = ClientSettings.ForAdmin(new Dictionary<string, string> { ["bootstrap.servers"] = "127.0.0.1:22999" });
        using var admin = new KafkaAdmin(settings, TimeProvider.System, NullLogger.Instance);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => admin.ClusterIdAsync(cancellation.Token));
    }
}
