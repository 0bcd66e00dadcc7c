using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>A dead letter queue holds all bad records and nothing else, in a topic that is made as its connector says.</summary>
[Collection(KafkaCollection.Name)]
public sealed class DeadLetterQueueTests(RealKafka kafka, WorkbenchWorker bench) : IClassFixture<WorkbenchWorker>, IAsyncDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Topic => $"queue-{Path.GetFileName(_folder.Path)}";

    private string Queue => $"{Topic}-dlq";

    private Worker Up => bench.Worker;

    [Fact]
    public async Task Of_a_thousand_records_the_bad_half_is_in_the_queue_and_the_good_half_in_the_file_and_the_status_counts_both()
    {
        const int Half = 500;
        await bench.EnsureAsync();
        using var feed = await FeedAsync(Enumerable.Range(0, 2 * Half).Select(number => number % 2 == 0 ? $"{number}" : $"bad {number}"));
        await Up.CreateAsync("out", Sink());

        var letters = await DeadLetters.ReadAsync(kafka.BootstrapServers, Queue, Half, () => Up.Details);
        await Eventually.IsTrueAsync(
            async () => await ProgressAsync() is { } seen && seen.GetProperty("records").GetInt64() + seen.GetProperty("records_skipped").GetInt64() == 2 * Half && seen.TryGetProperty("committed_at", out var committed)
                && committed.GetDateTimeOffset() >= seen.GetProperty("progressed_at").GetDateTimeOffset() && seen.TryGetProperty("lag", out _),
            "the status tells of all records, and that it knows of no more", details: () => Up.Details);

        Assert.Equal(Enumerable.Range(0, Half).Select(number => $"bad {(2 * number) + 1}"), letters.Select(letter => letter.Value));
        Assert.Equal(Enumerable.Range(0, Half).Select(number => $"{2 * number}"), await File.ReadAllLinesAsync(_folder.File("out.txt"), Cancel));
        var rest = await ProgressAsync() ?? default;
        var errors = rest.GetProperty("errors");
        Assert.Equal((2 * Half, Half, Half), (Number(rest, "records_read"), Number(rest, "records"), Number(rest, "records_skipped")));
        Assert.Equal((Half, 0, Half), (Number(errors, "failures"), Number(errors, "retries"), Number(errors, "records_skipped")));
        Assert.StartsWith("VALUE_CONVERTER in org.apache.kafka.connect.json.JsonConverter: Converting byte[]", errors.GetProperty("last").GetString(), StringComparison.Ordinal);

        await AssertClientAgreesAsync(rest, Half);
    }

    [Theory]
    [InlineData("3", "Ask for at most as many replicas as there are brokers")]
    [InlineData("0", "must be larger than 0")]
    public async Task A_queue_that_Kafka_does_not_create_fails_the_task_and_tells_why(string replicas, string reason)
    {
        await bench.EnsureAsync();
        using var feed = await FeedAsync(["1"]);

        await Up.CreateAsync("out", Sink(("errors.deadletterqueue.topic.replication.factor", replicas)));

        var trace = await Up.TaskTraceAsync("out");
        Assert.Contains($"Could not initialize dead letter queue with topic={Queue}", trace, StringComparison.Ordinal);
        Assert.Contains(reason, trace, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(_folder.File("out.txt")));
    }

    [Fact]
    public async Task A_queue_is_created_with_the_brokers_replicas_if_wanted_and_one_that_is_there_stays_as_it_is()
    {
        await bench.EnsureAsync();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        using var feed = await FeedAsync(["bad"]);
        await Up.CreateAsync("out", Sink(("errors.deadletterqueue.topic.replication.factor", "-1")));
        await DeadLetters.ReadAsync(kafka.BootstrapServers, Queue, 1, () => Up.Details);
        Assert.Equal((1, 1), await ShapeAsync(admin, Queue));

        var own = new TopicSpecification { Name = $"{Queue}-own", NumPartitions = 3, ReplicationFactor = 1, Configs = new() { ["retention.ms"] = "1234567" } };
        await admin.CreateTopicsAsync([own]);
        await Up.CreateAsync("own", Sink(("errors.deadletterqueue.topic.name", own.Name), ("errors.deadletterqueue.topic.replication.factor", "3")));
        await Eventually.IsTrueAsync(
            async () => (await bench.Client.DeadLetters.ListAsync("own", cancellationToken: Cancel)).Groups.Sum(group => group.Letters.Count) == 1, "it has the letter", details: () => Up.Details);

        Assert.Equal((3, 1), await ShapeAsync(admin, own.Name));
        Assert.Equal("1234567", (await admin.DescribeConfigsAsync([new() { Type = ResourceType.Topic, Name = own.Name }]))[0].Entries["retention.ms"].Value);
    }

    [Fact]
    public async Task A_record_of_a_source_that_a_transformation_sends_into_the_queue_fails_the_task_and_is_not_there()
    {
        await bench.EnsureAsync();
        await File.WriteAllLinesAsync(_folder.File("in.txt"), ["one"], Cancel);

        await Up.CreateAsync("in", ("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), ("topic", Topic), ("errors.tolerance", "all"), ("transforms", "route"),
            ("transforms.route.type", "org.apache.kafka.connect.transforms.RegexRouter"), ("transforms.route.regex", ".*"), ("transforms.route.replacement", Queue),
            ("errors.deadletterqueue.topic.name", Queue), ("errors.deadletterqueue.topic.replication.factor", "1"));

        Assert.Contains($"A record is for topic '{Queue}', which is the connector's dead letter queue.", await Up.TaskTraceAsync("in"), StringComparison.Ordinal);
        using var reader = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = Queue }).Build();
        Assert.Equal(0, reader.QueryWatermarkOffsets(new(Queue, 0), TimeSpan.FromSeconds(10)).High.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await bench.DeleteConnectorsAsync();
        _folder.Dispose();
    }

    // The client library has the same figures by another way.
    private async Task AssertClientAgreesAsync(JsonElement rest, int half)
    {
        var errors = rest.GetProperty("errors");
        var status = await bench.Client.GetStatusAsync("out", cancellationToken: Cancel);
        var progress = Assert.Single(status.Tasks).Progress ?? throw new InvalidOperationException("The task has reported over REST, and not over gRPC.");
        Assert.Equal((2 * half, half, half, 0, 0), (progress.RecordsRead, progress.Records, progress.RecordsSkipped, progress.RecordsInFlight, progress.Lag));
        Assert.Equal((Number(rest, "bytes"), TimeSpan.Zero, "records"), (progress.Bytes, progress.LagTime, progress.WaitsFor));
        Assert.Equal((half, 0, half, errors.GetProperty("last").GetString()), (progress.Errors?.Failures, progress.Errors?.Retries, progress.Errors?.RecordsSkipped, progress.Errors?.Last));
        Assert.Equal(errors.GetProperty("last_at").GetDateTimeOffset(), progress.Errors?.LastAt);
        Assert.Equal(rest.GetProperty("progressed_at").GetDateTimeOffset(), progress.ProgressedAt);
        Assert.InRange(progress.CommittedAt ?? default, progress.ProgressedAt ?? DateTimeOffset.MaxValue, progress.TakenAt);
    }

    private static long Number(JsonElement figures, string name) => figures.GetProperty(name).GetInt64();

    private static async Task<(int Partitions, int Replicas)> ShapeAsync(IAdminClient admin, string topic)
    {
        var described = await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]));
        var partitions = described.TopicDescriptions[0].Partitions;
        return (partitions.Count, partitions[0].Replicas.Count);
    }

    // The first task's, as REST tells it; null while it has reported none.
    private async Task<JsonElement?> ProgressAsync() =>
        await Up.StatusAsync("out") is { } status && status.TryGetProperty("orleans", out var own) && own.TryGetProperty("tasks", out var tasks) ? tasks[0] : null;

    private (string, string)[] Sink(params (string Key, string Value)[] changes) =>
    [
        .. new[]
        {
            ("connector.class", "FileStreamSink"), ("topics", Topic), ("file", _folder.File("out.txt")), ("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
            ("value.converter.schemas.enable", "false"), ("key.converter", "org.apache.kafka.connect.storage.StringConverter"), ("errors.tolerance", "all"),
            ("errors.deadletterqueue.topic.name", Queue), ("errors.deadletterqueue.topic.replication.factor", "1"),
        }.ExceptBy(changes.Select(change => change.Key), setting => setting.Item1),
        .. changes,
    ];

    private async Task<TopicFeed> FeedAsync(IEnumerable<string> values)
    {
        var feed = new TopicFeed(kafka.BootstrapServers, Topic, 1);
        await feed.CreateAsync();
        foreach (var value in values)
        {
            feed.Send(0, value);
        }

        feed.Flush();
        return feed;
    }
}
