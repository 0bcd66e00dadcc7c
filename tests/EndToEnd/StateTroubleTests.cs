using System.Net.Http.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration.KafkaState;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>What a worker says and does when the Kafka that holds its state is not there or not as it must be.</summary>
[Collection(KafkaCollection.Name)]
public sealed class StateTroubleTests(RealKafka kafka) : IDisposable
{
    private static readonly string[] Converters =
        ["--key.converter=org.apache.kafka.connect.storage.StringConverter", "--value.converter=org.apache.kafka.connect.storage.StringConverter"];

    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Group => $"trouble-{Path.GetFileName(_folder.Path)}";

    [Fact]
    public async Task A_worker_without_kafka_waits_says_so_and_gives_up_after_the_time_it_was_given()
    {
        var port = FreePorts.Next();
        await using var worker = Start($"127.0.0.1:{port}", "--orleans.kafka.start.timeout.ms=7000");

        await Eventually.IsTrueAsync(
            async () => (await HealthAsync(worker)).StartsWith(
                $$"""503 {"status":"starting","message":"Worker is still starting up. The worker is currently waiting for Kafka at '127.0.0.1:{{port}}'""", StringComparison.Ordinal),
            "its health tells",
            details: () => worker.Log);
        await worker.WaitForExitAsync();

        Assert.NotEqual(0, worker.ExitCode);
        Assert.Contains($"Waiting for Kafka at '127.0.0.1:{port}' to serve topic", worker.Log, StringComparison.Ordinal);
        Assert.Contains($"Kafka at '127.0.0.1:{port}' did not serve within 7 s", worker.Log, StringComparison.Ordinal);
        Assert.Contains("Start Kafka or correct the bootstrap servers.", worker.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", worker.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_that_deletes_is_refused_at_start_with_the_command_that_mends_it()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        foreach (var (setting, suffix) in new[] { ("offset.storage.topic", ""), ("config.storage.topic", "-state"), ("status.storage.topic", "-membership") })
        {
            var topic = $"{Group}-{setting}{suffix}";
            await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = 1, Configs = new() { ["cleanup.policy"] = "delete" } }]);
            await using var worker = Start(kafka.BootstrapServers, $"--{setting}={Group}-{setting}");

            await worker.WaitForExitAsync();

            Assert.NotEqual(0, worker.ExitCode);
            Assert.Contains($"Topic '{topic}' has cleanup.policy 'delete'", worker.Log, StringComparison.Ordinal);
            Assert.Contains(
                $"kafka-configs.sh --bootstrap-server {kafka.BootstrapServers} --alter --entity-type topics --entity-name {topic} --add-config cleanup.policy=compact",
                worker.Log,
                StringComparison.Ordinal);
            Assert.StartsWith($"Topic '{topic}'", worker.Log.Split('\n').Last(line => line.Length > 0), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Topics_are_created_as_the_settings_say_and_a_configuration_too_large_for_them_is_refused_by_size()
    {
        await using var worker = await StartReadyAsync(
            $"--offset.storage.topic={Group}-their-offsets", "--offset.storage.partitions=7", "--offset.storage.replication.factor=1", "--offset.storage.segment.bytes=1048577",
            $"--config.storage.topic={Group}-their-configs", "--config.storage.replication.factor=1", "--config.storage.max.message.bytes=20000",
            $"--status.storage.topic={Group}-their-status", "--status.storage.partitions=3", "--status.storage.replication.factor=1");
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        Assert.Equal((7, "compact", "1048577"), await DescribeAsync(admin, $"{Group}-their-offsets", "segment.bytes"));
        Assert.Equal((1, "compact", "20000"), await DescribeAsync(admin, $"{Group}-their-configs-state", "max.message.bytes"));
        Assert.Equal((3, "compact", "86400000"), await DescribeAsync(admin, $"{Group}-their-status-membership", "delete.retention.ms"));

        using var response = await worker.Rest.PostAsJsonAsync(
            "/connectors",
            new { name = "large", config = new Dictionary<string, string> { ["connector.class"] = "FileStreamSource", ["topic"] = "t", ["note"] = new string('x', 30_000) } },
            Cancel);

        var answer = await response.Content.ReadAsStringAsync(Cancel);
        Assert.False(response.IsSuccessStatusCode, answer);
        Assert.Contains($"topic '{Group}-their-configs-state' takes", answer, StringComparison.Ordinal);
        Assert.Contains("max.message.bytes=20000", answer, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(
            async () => await worker.Rest.GetStringAsync("/connectors", Cancel) == "[]", "nothing is left of the connector", details: () => worker.Details);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<(int Partitions, string Policy, string Value)> DescribeAsync(IAdminClient admin, string topic, string setting)
    {
        var configs = (await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }]))[0].Entries;
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions.Count;
        return (partitions, configs["cleanup.policy"].Value, configs[setting].Value);
    }

    private static async Task<string> HealthAsync(Worker worker)
    {
        try
        {
            using var answer = await worker.Rest.GetAsync("/health", Cancel);
            return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}";
        }
        catch (HttpRequestException)
        {
            return "nobody listens yet";
        }
    }

    private Worker Start(string bootstrapServers, params string[] arguments) =>
        Worker.Start(_folder.Path, ["distributed", $"--bootstrap.servers={bootstrapServers}", $"--group.id={Group}", .. Converters, .. arguments]);

    private async Task<Worker> StartReadyAsync(params string[] arguments)
    {
        var worker = Start(kafka.BootstrapServers, arguments);
        await worker.WaitUntilReadyAsync();
        return worker;
    }
}
