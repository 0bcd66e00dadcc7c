using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>What a worker says and does when the Kafka that holds its state is not there or not as it must be.</summary>
public sealed class StateTroubleTests : IDisposable
{
    private static readonly string[] Converters =
        ["--key.converter=org.apache.kafka.connect.storage.StringConverter", "--value.converter=org.apache.kafka.connect.storage.StringConverter"];

    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Group => $"trouble-{Path.GetFileName(_folder.Path)}";

    [Fact]
    public async Task A_worker_without_kafka_waits_says_so_and_gives_up_after_the_time_it_was_given()
    {
        var port = FreePort.Next();
        await using var worker = Start($"127.0.0.1:{port}", "--orleans.kafka.start.timeout.ms=7000");

        await worker.WaitForExitAsync();

        Assert.NotEqual(0, worker.ExitCode);
        Assert.Contains($"Waiting for Kafka at '127.0.0.1:{port}' to serve topic", worker.Log, StringComparison.Ordinal);
        Assert.Contains($"Kafka at '127.0.0.1:{port}' did not serve within 7 s", worker.Log, StringComparison.Ordinal);
        Assert.Contains("Start Kafka or correct the bootstrap servers.", worker.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", worker.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_kafka_is_away_questions_are_answered_changes_are_refused_and_both_recover()
    {
        var kafka = new RealKafka();
        await kafka.InitializeAsync();
        try
        {
            await using var worker = await StartReadyAsync(kafka);
            await CreateAsync(worker, "lines");
            await Eventually.IsTrueAsync(async () => await worker.TaskStateAsync("lines") == "RUNNING", "the task runs", details: () => worker.Log);

            await kafka.KillAsync();
            using var refused = await worker.Rest.PutAsync("/connectors/lines/pause", null, Cancel);
            var clock = Stopwatch.StartNew();
            var status = await worker.StatusAsync("lines");
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"A question took {clock.Elapsed}.");
            Assert.Equal("RUNNING", status?.GetProperty("connector").GetProperty("state").GetString());
            Assert.Equal("""["lines"]""", await worker.Rest.GetStringAsync("/connectors", Cancel));
            Assert.True(refused.StatusCode >= HttpStatusCode.InternalServerError, $"{refused.StatusCode}");
            Assert.Contains("could not be stored", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

            await kafka.RestartAsync();
            await Eventually.IsTrueAsync(
                async () => (await worker.Rest.PutAsync("/connectors/lines/pause", null, Cancel)).IsSuccessStatusCode
                    && await worker.TaskStateAsync("lines") == "PAUSED",
                "the connector is paused",
                details: () => worker.Log);
        }
        finally
        {
            await kafka.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_topic_that_deletes_is_refused_at_start_with_the_command_that_mends_it()
    {
        var kafka = new RealKafka();
        await kafka.InitializeAsync();
        try
        {
            using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
            foreach (var topic in new[] { "my-offsets", "my-configs-state", "my-status-membership" })
            {
                await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 1, Configs = new() { ["cleanup.policy"] = "delete" } }]);
                await using var worker = Start(
                    kafka.BootstrapServers, "--offset.storage.topic=my-offsets", "--config.storage.topic=my-configs", "--status.storage.topic=my-status");

                await worker.WaitForExitAsync();

                Assert.NotEqual(0, worker.ExitCode);
                Assert.Contains($"Topic '{topic}' has cleanup.policy 'delete'", worker.Log, StringComparison.Ordinal);
                Assert.Contains(
                    $"kafka-configs.sh --bootstrap-server {kafka.BootstrapServers} --alter --entity-type topics --entity-name {topic} --add-config cleanup.policy=compact",
                    worker.Log,
                    StringComparison.Ordinal);
                Assert.DoesNotContain("   at ", worker.Log, StringComparison.Ordinal);
                await admin.DeleteTopicsAsync([topic]);
            }
        }
        finally
        {
            await kafka.DisposeAsync();
        }
    }

    [Fact]
    public async Task Topics_are_created_as_the_settings_say_and_a_configuration_too_large_for_them_is_refused_by_size()
    {
        var kafka = new RealKafka();
        await kafka.InitializeAsync();
        try
        {
            await using var worker = await StartReadyAsync(
                kafka, "--offset.storage.topic=their-offsets", "--offset.storage.partitions=7", "--offset.storage.replication.factor=1", "--offset.storage.segment.bytes=1048577",
                "--config.storage.topic=their-configs", "--config.storage.replication.factor=1", "--config.storage.max.message.bytes=20000",
                "--status.storage.topic=their-status", "--status.storage.partitions=3", "--status.storage.replication.factor=1");
            using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
            Assert.Equal((7, "compact", "1048577"), await DescribeAsync(admin, "their-offsets", "segment.bytes"));
            Assert.Equal((1, "compact", "20000"), await DescribeAsync(admin, "their-configs-state", "max.message.bytes"));
            Assert.Equal((3, "compact", "86400000"), await DescribeAsync(admin, "their-status-membership", "delete.retention.ms"));

            using var response = await worker.Rest.PostAsJsonAsync(
                "/connectors",
                new { name = "large", config = new Dictionary<string, string> { ["connector.class"] = "FileStreamSource", ["topic"] = "t", ["note"] = new string('x', 30_000) } },
                Cancel);

            var answer = await response.Content.ReadAsStringAsync(Cancel);
            Assert.False(response.IsSuccessStatusCode, answer);
            Assert.Contains("topic 'their-configs-state' takes", answer, StringComparison.Ordinal);
            Assert.Contains("max.message.bytes=20000", answer, StringComparison.Ordinal);
            Assert.Equal("[]", await worker.Rest.GetStringAsync("/connectors", Cancel));
        }
        finally
        {
            await kafka.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<(int Partitions, string Policy, string Value)> DescribeAsync(IAdminClient admin, string topic, string setting)
    {
        var configs = (await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }]))[0].Entries;
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions.Count;
        return (partitions, configs["cleanup.policy"].Value, configs[setting].Value);
    }

    private Worker Start(string bootstrapServers, params string[] arguments) =>
        Worker.Start(_folder.Path, ["distributed", $"--bootstrap.servers={bootstrapServers}", $"--group.id={Group}", .. Converters, .. arguments]);

    private async Task<Worker> StartReadyAsync(RealKafka kafka, params string[] arguments)
    {
        var worker = Start(kafka.BootstrapServers, arguments);
        await worker.WaitUntilReadyAsync();
        return worker;
    }

    private async Task CreateAsync(Worker worker, string name)
    {
        await File.WriteAllTextAsync(_folder.File("in.txt"), "one\n", Cancel);
        await worker.CreateAsync(
            name, ("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), ("topic", Group),
            ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"));
    }
}
