using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using OrleansConnect.Client;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Connectors whose records are in another Kafka cluster than their worker's state, which is on the embedded one here.</summary>
[Collection(KafkaCollection.Name)]
public sealed class OtherClusterTests(RealKafka other) : IDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Topic => $"other-{Path.GetFileName(_folder.Path)}";

    [Theory]
    [InlineData("disabled")]
    [InlineData("enabled")]
    public async Task A_source_writes_there_and_goes_on_where_its_offsets_say(string exactlyOnce)
    {
        var input = _folder.File("in.txt");
        await File.WriteAllTextAsync(input, "one\ntwo\nthree\n", Cancel);
        await using var worker = await StartAsync(exactlyOnce);
        using var topic = new TopicLines(other.BootstrapServers, Topic);
        await worker.CreateAsync(
            "in", ("connector.class", "FileStreamSource"), ("file", input), ("topic", Topic), ("producer.override.bootstrap.servers", other.BootstrapServers),
            ("admin.override.bootstrap.servers", other.BootstrapServers), ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"));
        await topic.ReadAsync(3, () => worker.Details);
        await StopAsync(worker, "in");
        Assert.Equal(14, await OffsetAsync(worker, "in", "position"));

        await ChangeAsync(worker, HttpMethod.Patch, "in", $$$"""{"offsets":[{"partition":{"filename":"{{{input}}}"},"offset":{"position":8}}]}""");
        await ResumeAsync(worker, "in");
        Assert.Equal(["one", "two", "three", "three"], await topic.ReadAsync(4, () => worker.Details));

        await StopAsync(worker, "in");
        await ChangeAsync(worker, HttpMethod.Delete, "in", null);
        Assert.Null(await OffsetAsync(worker, "in", "position"));
        await ResumeAsync(worker, "in");
        Assert.Equal(["one", "two", "three"], (await topic.ReadAsync(7, () => worker.Details)).Skip(4));
    }

    [Fact]
    public async Task A_sink_reads_there_and_is_moved_there()
    {
        var output = _folder.File("out.txt");
        await ProduceAsync("one", "two", "three");
        await using var worker = await StartAsync("disabled");
        await worker.CreateAsync(
            "out", ("connector.class", "FileStreamSink"), ("file", output), ("topics.regex", $"{Topic}.*"), ("consumer.override.bootstrap.servers", other.BootstrapServers),
            ("admin.override.bootstrap.servers", other.BootstrapServers), ("consumer.override.group.id", $"{Topic}-own"));
        await HasAsync("one", "two", "three");
        await StopAsync(worker, "out");
        Assert.Equal(3, await OffsetAsync(worker, "out", "kafka_offset"));
        Assert.Equal(3, await CommittedAsync($"{Topic}-own"));

        await ChangeAsync(
            worker, HttpMethod.Patch, "out", $$$"""{"offsets":[{"partition":{"kafka_topic":"{{{Topic}}}","kafka_partition":0},"offset":{"kafka_offset":2}}]}""");
        await ResumeAsync(worker, "out");
        await HasAsync("one", "two", "three", "three");

        await StopAsync(worker, "out");
        await ChangeAsync(worker, HttpMethod.Delete, "out", null);
        Assert.Null(await OffsetAsync(worker, "out", "kafka_offset"));

        Task HasAsync(params string[] lines) => Eventually.IsTrueAsync(
            () => File.Exists(output) && File.ReadAllLines(output).SequenceEqual(lines), $"the file has {lines.Length} lines", details: () => worker.Details);
    }

    [Fact]
    public async Task Dead_letters_from_there_are_shown_here_and_go_straight_through_the_sink()
    {
        const string StringConverter = "org.apache.kafka.connect.storage.StringConverter";
        var output = _folder.File("out.txt");
        await ProduceAsync("bad", "1");
        await using var worker = await StartAsync("disabled");
        await worker.CreateAsync(
            "out", ("connector.class", "FileStreamSink"), ("file", output), ("topics", Topic), ("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
            ("value.converter.schemas.enable", "false"), ("consumer.override.bootstrap.servers", other.BootstrapServers), ("errors.tolerance", "all"),
            ("errors.deadletterqueue.topic.name", "letters"), ("errors.deadletterqueue.topic.replication.factor", "1"), ("errors.deadletterqueue.context.headers.enable", "true"));
        using var client = new ConnectClient($"http://127.0.0.1:{worker.GrpcPort}");
        var letters = client.DeadLetters;
        await Eventually.IsTrueAsync(
            async () => (await letters.ListAsync("out", cancellationToken: Cancel)) is { Groups: [{ Letters.Count: 1 }] } && File.Exists(output) && await File.ReadAllTextAsync(output, Cancel) == "1\n",
            "one record is written and one is a dead letter",
            details: () => worker.Details);

        var refused = await Assert.ThrowsAsync<ConnectClientException>(() => letters.ReplayAsync("out", new(["0:0"]) { Edit = new() { Value = new("2"u8.ToArray()) } }, Cancel));
        Assert.Contains("reads its records from another Kafka cluster than its dead letters are in", refused.Message, StringComparison.Ordinal);
        await letters.ReplayAsync(
            "out", new(["0:0"]) { Target = ReplayTarget.Connector, Config = new Dictionary<string, string?> { ["value.converter"] = StringConverter } }, Cancel);

        Assert.Equal("1\nbad\n", await File.ReadAllTextAsync(output, Cancel));
    }

    public void Dispose() => _folder.Dispose();

    private Task<Worker> StartAsync(string exactlyOnce) => Worker.StartReadyAsync(
        _folder.Path, "distributed", "--group.id=here", $"--exactly.once.source.support={exactlyOnce}",
        "--key.converter=org.apache.kafka.connect.storage.StringConverter", "--value.converter=org.apache.kafka.connect.storage.StringConverter");

    private static async Task StopAsync(Worker worker, string connector)
    {
        using var stopped = await worker.Rest.PutAsync($"/connectors/{connector}/stop", null, Cancel);
        await Eventually.IsTrueAsync(
            async () => await worker.Rest.GetStringAsync($"/connectors/{connector}/tasks", Cancel) == "[]", $"'{connector}' has stopped", details: () => worker.Details);
    }

    private static async Task ResumeAsync(Worker worker, string connector)
    {
        using var resumed = await worker.Rest.PutAsync($"/connectors/{connector}/resume", null, Cancel);
    }

    private static async Task ChangeAsync(Worker worker, HttpMethod method, string connector, string? body)
    {
        using var request = new HttpRequestMessage(method, $"/connectors/{connector}/offsets");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await worker.Rest.SendAsync(request, Cancel);
        Assert.True(response.IsSuccessStatusCode, $"{await response.Content.ReadAsStringAsync(Cancel)}\n{worker.Details}");
    }

    private static async Task<long?> OffsetAsync(Worker worker, string connector, string key)
    {
        using var answer = JsonDocument.Parse(await worker.Rest.GetStringAsync($"/connectors/{connector}/offsets", Cancel));
        var offsets = answer.RootElement.GetProperty("offsets");
        return offsets.GetArrayLength() == 0 ? null : offsets[0].GetProperty("offset").GetProperty(key).GetInt64();
    }

    private async Task<long> CommittedAsync(string group)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = other.BootstrapServers }).Build();
        var offsets = await admin.ListConsumerGroupOffsetsAsync([new(group, [new(Topic, 0)])]);
        return offsets[0].Partitions[0].Offset.Value;
    }

    private async Task ProduceAsync(params string[] lines)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = other.BootstrapServers }).Build();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = other.BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new() { Name = Topic, NumPartitions = 1, ReplicationFactor = 1 }]);
        foreach (var line in lines)
        {
            await producer.ProduceAsync(Topic, new() { Value = line }, Cancel);
        }
    }
}
