using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Topics of sources are created as their connector's <c>topic.creation.*</c> says, unless the worker or Kafka does not allow it.</summary>
[Collection(KafkaCollection.Name)]
public sealed class TopicCreationTests : IClassFixture<WorkbenchWorker>, IAsyncDisposable
{
    private readonly WorkFolder _folder = new();
    private readonly RealKafka _kafka;
    private readonly WorkbenchWorker _bench;
    private readonly IAdminClient _admin;

    public TopicCreationTests(RealKafka kafka, WorkbenchWorker bench)
    {
        (_kafka, _bench) = (kafka, bench);
        _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).SetLogHandler((_, _) => { }).Build();
        File.WriteAllLines(_folder.File("in.txt"), ["one"]);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Topic => $"made-{Path.GetFileName(_folder.Path)}";

    [Fact]
    public async Task The_first_group_that_means_a_topic_and_does_not_exclude_it_says_how_it_is_made()
    {
        await _bench.EnsureAsync();
        (string, string)[] groups =
        [
            ("topic.creation.groups", "short,wide"), ("topic.creation.default.partitions", "2"), ("topic.creation.default.replication.factor", "1"),
            ("topic.creation.short.include", ".*-short-.*"), ("topic.creation.short.exclude", ".*-not,.*-never"), ("topic.creation.short.retention.ms", "1234567"),
            ("topic.creation.wide.include", "nothing,made-.*-short-.*"), ("topic.creation.wide.partitions", "3"), ("topic.creation.wide.replication.factor", "-1"),
        ];

        // An include has to match the whole name.
        foreach (var name in (string[])["short-a", "short-not", "plain"])
        {
            await _bench.Worker.CreateAsync(name, [.. Source($"{Topic}-{name}"), .. groups]);
        }

        await HasRecordsAsync($"{Topic}-short-a", $"{Topic}-short-not", $"{Topic}-plain");
        Assert.Equal((2, "1234567"), await ShapeAsync($"{Topic}-short-a"));
        Assert.Equal((3, null), await ShapeAsync($"{Topic}-short-not"));
        Assert.Equal((2, null), await ShapeAsync($"{Topic}-plain"));
    }

    [Theory]
    [InlineData("replication.factor", "3", "Ask for at most as many replicas as there are brokers")]
    [InlineData("cleanup.policy", "shred", "(INVALID_CONFIG). Correct the topic's setting.")]
    public async Task A_topic_that_Kafka_does_not_create_fails_the_task_and_it_goes_on_once_the_topic_is_there(string setting, string value, string reason)
    {
        await _bench.EnsureAsync();
        await _bench.Worker.CreateAsync(
            "in", [.. Source(Topic), ("topic.creation.default.partitions", "1"), .. setting == "replication.factor" ? [] : new[] { ("topic.creation.default.replication.factor", "1") }, ($"topic.creation.default.{setting}", value)]);

        var trace = await _bench.Worker.TaskTraceAsync("in");
        Assert.Contains($"Task failed to create new topic {Topic}. Ensure that the task is authorized to create topics or that the topic exists and restart the task", trace, StringComparison.Ordinal);
        Assert.Contains(reason, trace, StringComparison.Ordinal);
        await _admin.CreateTopicsAsync([new() { Name = Topic, NumPartitions = 1, ReplicationFactor = 1 }]);
        using var restarted = await _bench.Worker.Rest.PostAsync("/connectors/in/tasks/0/restart", null, Cancel);
        await HasRecordsAsync(Topic);
    }

    [Fact]
    public async Task A_record_without_a_key_for_a_compacted_topic_fails_the_task_and_tells_what_is_missing()
    {
        await _bench.EnsureAsync();
        await _bench.Worker.CreateAsync(
            "in", [.. Source(Topic), ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"), ("topic.creation.default.cleanup.policy", "compact")]);

        Assert.Contains("takes no record without a key", await _bench.Worker.TaskTraceAsync("in"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_may_not_create_topics_waits_for_whoever_does_and_creates_them_when_it_may()
    {
        await using var worker = await StartAsync(mayCreate: false);
        await worker.CreateAsync("in", [.. Source(Topic), ("topic.creation.default.partitions", "3"), ("topic.creation.default.replication.factor", "1")]);
        await Eventually.IsTrueAsync(
            async () => await worker.StatusAsync("in") is { } status && status.TryGetProperty("orleans", out var own) && own.GetProperty("tasks")[0].GetProperty("records_in_flight").GetInt64() == 1,
            "the record is on its way", details: () => worker.Details);
        Assert.DoesNotContain(_admin.GetMetadata(TimeSpan.FromSeconds(10)).Topics, topic => topic.Topic == Topic);

        await _admin.CreateTopicsAsync([new() { Name = Topic, NumPartitions = 4, ReplicationFactor = 1 }]);

        await HasRecordsAsync(Topic);
        Assert.Equal("RUNNING", await worker.TaskStateAsync("in"));
        await worker.PatchAsync("in", ("topic", $"{Topic}-next"));
        await worker.StopAsync();

        await using var next = await StartAsync(mayCreate: true);
        await File.AppendAllLinesAsync(_folder.File("in.txt"), ["two"], Cancel);
        await HasRecordsAsync($"{Topic}-next");
        Assert.Equal((3, null), await ShapeAsync($"{Topic}-next"));
    }

    public async ValueTask DisposeAsync()
    {
        await _bench.DeleteConnectorsAsync();
        _admin.Dispose();
        _folder.Dispose();
    }

    private Task<Worker> StartAsync(bool mayCreate) => Worker.StartReadyAsync(
        _folder.Path, "distributed", $"--bootstrap.servers={_kafka.BootstrapServers}", $"--group.id={Topic}", "--offset.storage.partitions=2", $"--topic.creation.enable={mayCreate}");

    private (string, string)[] Source(string topic) => [("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), ("topic", topic)];

    private async Task HasRecordsAsync(params string[] topics)
    {
        foreach (var topic in topics)
        {
            using var lines = new TopicLines(_kafka.BootstrapServers, topic, partitions: 4);
            await lines.ReadAsync(1, () => _bench.Worker.Details);
        }
    }

    private async Task<(int Partitions, string? RetentionMs)> ShapeAsync(string topic)
    {
        var described = await _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]));
        var settings = await _admin.DescribeConfigsAsync([new() { Type = ResourceType.Topic, Name = topic }]);
        return (described.TopicDescriptions[0].Partitions.Count, settings[0].Entries["retention.ms"] is { IsDefault: false } own ? own.Value : null);
    }
}
