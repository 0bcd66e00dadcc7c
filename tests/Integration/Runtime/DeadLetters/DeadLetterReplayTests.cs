using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansConnect.Abstractions.Configuration;
using OrleansConnect.Converters;
using OrleansConnect.Grains;
using OrleansConnect.Kafka.Admin;
using OrleansConnect.Runtime.Configuration;
using OrleansConnect.Runtime.DeadLetters;
using OrleansConnect.Runtime.Pipeline;
using OrleansConnect.Runtime.Plugins;
using OrleansConnect.Runtime.Tasks;
using OrleansConnect.Tests.Integration.Kafka;

namespace OrleansConnect.Tests.Integration.Runtime.DeadLetters;

/// <summary>What a replay asks of Kafka before it gives a letter to anybody.</summary>
public sealed class DeadLetterReplayTests(RealKafka kafka) : KafkaTests(kafka)
{
    private static readonly PluginRegistry Plugins = new(PluginTypes.In(typeof(StringConverter).Assembly, PluginTypes.BuiltIn));

    private readonly FakeTimeProvider _clock = new();

    private Dictionary<string, string?> Config => new()
    {
        ["topics"] = "orders",
        ["errors.deadletterqueue.topic.name"] = Topic,
        ["errors.deadletterqueue.topic.replication.factor"] = "1",
        ["key.converter"] = "org.apache.kafka.connect.storage.StringConverter",
        ["value.converter"] = "org.apache.kafka.connect.storage.StringConverter",
    };

    [Theory]
    [InlineData("delete")]
    [InlineData("compact,delete")]
    public async Task Marks_are_not_kept_in_a_topic_that_deletes_some(string policy)
    {
        using var made = await OpenAsync(Topic);
        await made.Admin.CreateTopicAsync(
            new($"{Topic}.replayed") { Partitions = 1, ReplicationFactor = 1, Configs = new Dictionary<string, string> { ["cleanup.policy"] = policy } }, Cancellation);
        await ToldAsync(() => PolicyAsync(made), policy);
        using var queue = await OpenAsync(Topic);

        var refused = await Assert.ThrowsAsync<ConnectRequestException>(() => queue.EnsureMarksTopicAsync(Cancellation));

        Assert.Equal(RequestErrorKind.Invalid, refused.Kind);
        Assert.Equal(
            $"Topic '{Topic}.replayed', which keeps what was replayed, has cleanup.policy '{policy}', which would delete marks; it must be 'compact'. Mend it with: "
            + $"kafka-configs.sh --bootstrap-server {Kafka.BootstrapServers} --alter --entity-type topics --entity-name {Topic}.replayed --add-config cleanup.policy=compact",
            refused.Message);

        await SetTopicConfigAsync($"{Topic}.replayed", "cleanup.policy", "compact");
        await ToldAsync(() => PolicyAsync(queue), "compact");
        await queue.EnsureMarksTopicAsync(Cancellation);
    }

    private async Task<string?> PolicyAsync(OpenedQueue queue)
    {
        var topics = await queue.Admin.ListTopicsAsync(Cancellation);
        return topics.ContainsKey($"{Topic}.replayed") ? (await queue.Admin.DescribeTopicConfigAsync($"{Topic}.replayed", Cancellation))["cleanup.policy"] : null;
    }

    [Fact]
    public async Task The_topic_of_the_marks_is_made_so_that_it_keeps_them()
    {
        using var queue = await OpenAsync(Topic);

        await queue.EnsureMarksTopicAsync(Cancellation);

        await ToldAsync(() => PolicyAsync(queue), "compact");
        Assert.Equal(new TopicDescription($"{Topic}.replayed", 1, 1), (await queue.Admin.ListTopicsAsync(Cancellation))[$"{Topic}.replayed"]);
    }

    [Fact]
    public async Task A_queue_beside_which_no_topic_of_marks_can_be_is_refused()
    {
        using var queue = await OpenAsync(new('q', 245));

        var refused = await Assert.ThrowsAsync<ConnectRequestException>(() => queue.EnsureMarksTopicAsync(Cancellation));

        Assert.Equal(RequestErrorKind.Invalid, refused.Kind);
        Assert.EndsWith("Set 'errors.deadletterqueue.topic.name' to a shorter name to replay dead letters.", refused.Message, StringComparison.Ordinal);
    }

    // Whoever asked would be gone before the task has answered.
    [Fact]
    public async Task A_task_that_was_started_too_late_to_write_is_given_nothing_and_nothing_is_marked()
    {
        using var queue = await OpenAsync(Topic);
        var (letter, services) = (Letter(), Services());
        var spec = new TaskSpec(new("out", 0), ConnectorKind.Sink, 0, Config, new Dictionary<string, string>());
        var replay = new SinkReplay(
            queue,
            new([letter.Id], ReplayTarget.Connector),
            new(services, new(Config, null), text => text),
            (_, _) =>
            {
                _clock.Advance(TimeSpan.FromSeconds(41));
                return Task.FromResult(new OneOffSinkTask(services, spec));
            },
            text => text,
            TimeProvider.System);

        var refused = await Assert.ThrowsAsync<ConnectRequestException>(() => replay.RunAsync([ReplayItem.Of(letter, null)], Cancellation));

        Assert.Equal(RequestErrorKind.TimedOut, refused.Kind);
        Assert.EndsWith("would have less than 20 s to write. Nothing was replayed. Try again, with fewer letters (--batch).", refused.Message, StringComparison.Ordinal);
        Assert.Null((await queue.AllMarksAsync(Cancellation)).Find(letter));
    }

    private Letter Letter() => new(new(Topic, 0, 7)
    {
        Value = "bad"u8.ToArray(),
        Headers = [Header("topic", "orders"), Header("partition", "0"), Header("offset", "3"), Header("connector.name", "out")],
    });

    private static KeyValuePair<string, byte[]?> Header(string name, string value) => new($"{DeadLetterHeaders.Prefix}{name}", Encoding.UTF8.GetBytes(value));

    private Task<OpenedQueue> OpenAsync(string topic) => OpenedQueue.OpenAsync(
        Services(),
        new("out", new Dictionary<string, string?>(Config) { ["errors.deadletterqueue.topic.name"] = topic }, [], ConnectorKind.Sink),
        new(_clock, TimeSpan.FromSeconds(85)),
        Cancellation);

    // What no replay needs is null.
    private TaskServices Services() => new(
        Plugins,
        new VariableResolver(new Dictionary<string, IConfigProvider>()),
        WorkerConfig.Parse(new Dictionary<string, string?> { ["bootstrap.servers"] = Kafka.BootstrapServers, ["group.id"] = "g" }),
        null!,
        null!,
        TimeProvider.System,
        NullLoggerFactory.Instance,
        null!);
}
