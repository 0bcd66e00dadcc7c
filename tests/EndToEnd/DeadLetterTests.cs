using System.Text;
using Confluent.Kafka;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Bad records go to the dead letter queue as they were, with headers that say what went wrong.</summary>
[Collection(KafkaCollection.Name)]
public sealed class DeadLetterTests(RealKafka kafka) : IDisposable
{
    private static readonly (string? Key, string? Value)[] Records =
    [
        ("\"k\"", """{"n":1}"""),
        ("\"k\"", "{"),
        ("no json", """{"n":2}"""),
        (null, "\"a text\""),
        ("\"k\"", """{"n":3}"""),
        ("\"k\"", "\u0000"),
    ];

    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Group => $"dead-{Path.GetFileName(_folder.Path)}";

    [Fact]
    public async Task A_record_that_is_not_tolerated_is_in_the_queue_before_the_task_fails()
    {
        await ProduceAsync($"{Group}-strict");
        await using var worker = await StartAsync();
        await worker.CreateAsync("strict", [.. Config("strict", "none").Select(setting => (setting.Key, setting.Value))]);
        await Eventually.IsTrueAsync(async () => await worker.TaskStateAsync("strict") == "FAILED", "the task fails", details: () => worker.Details);

        var letter = Assert.Single(DeadLetters.ReadNow(kafka.BootstrapServers, $"{Group}-strict-dlq"));

        Assert.Equal(("{", "1"), (letter.Value, letter["__connect.errors.offset"]));
        Assert.Contains("Tolerance exceeded in error handler", await worker.TaskTraceAsync("strict"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_of_a_source_that_cannot_be_transformed_are_in_its_queue_as_they_were_until_there_are_too_many()
    {
        await File.WriteAllLinesAsync(_folder.File("in.txt"), ["1", "x", "2", "y"], Cancel);
        await using var worker = await StartAsync();
        await worker.CreateAsync("source", ("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), ("topic", $"{Group}-numbers"),
            ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"), ("transforms", "cast"),
            ("transforms.cast.type", "org.apache.kafka.connect.transforms.Cast$Value"), ("transforms.cast.spec", "int32"),
            ("errors.tolerance", "all"), ("errors.tolerance.max.count", "2"), ("errors.deadletterqueue.topic.name", $"{Group}-source-dlq"),
            ("errors.deadletterqueue.topic.replication.factor", "1"), ("errors.deadletterqueue.context.headers.enable", "true"));

        var letters = await DeadLetters.ReadAsync(kafka.BootstrapServers, $"{Group}-source-dlq", 2, () => worker.Details);

        Assert.Equal("""{"schema":{"type":"string","optional":false},"payload":"x"}""", letters[0].Value);
        Assert.Equal(("TRANSFORMATION", $"{Group}-numbers"), (letters[0]["__connect.errors.stage"], letters[0]["__connect.errors.topic"]));
        Assert.Contains("in.txt", letters[0]["__connect.errors.source.partition"], StringComparison.Ordinal);
        Assert.Equal("""{"position":4}""", letters[0]["__connect.errors.source.offset"]);
        await File.AppendAllLinesAsync(_folder.File("in.txt"), ["z"], Cancel);
        Assert.Contains("has skipped 3 of 5 records", await worker.TaskTraceAsync("source"), StringComparison.Ordinal);
        Assert.Equal(3, (await DeadLetters.ReadAsync(kafka.BootstrapServers, $"{Group}-source-dlq", 3, () => worker.Details)).Count);
    }

    public void Dispose() => _folder.Dispose();

    private Task<Worker> StartAsync() => Worker.StartReadyAsync(
        _folder.Path, "distributed", $"--bootstrap.servers={kafka.BootstrapServers}", $"--group.id={Group}", "--offset.storage.partitions=2");

    private Dictionary<string, string> Config(string name, string tolerance) => new()
    {
        ["connector.class"] = "FileStreamSink",
        ["tasks.max"] = "1",
        ["file"] = _folder.File($"{name}.txt"),
        ["topics"] = $"{Group}-{name}",
        ["key.converter"] = "org.apache.kafka.connect.json.JsonConverter",
        ["key.converter.schemas.enable"] = "false",
        ["value.converter"] = "org.apache.kafka.connect.json.JsonConverter",
        ["value.converter.schemas.enable"] = "false",
        ["transforms"] = "n",
        ["transforms.n.type"] = "org.apache.kafka.connect.transforms.ExtractField$Value",
        ["transforms.n.field"] = "n",
        ["errors.tolerance"] = tolerance,
        ["errors.deadletterqueue.topic.name"] = $"{Group}-{name}-dlq",
        ["errors.deadletterqueue.topic.replication.factor"] = "1",
        ["errors.deadletterqueue.context.headers.enable"] = "true",
    };

    private async Task ProduceAsync(string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new() { Name = topic, NumPartitions = 1, ReplicationFactor = 1 }]);
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        for (var i = 0; i < Records.Length; i++)
        {
            await producer.ProduceAsync(
                topic,
                new()
                {
                    Key = Bytes(Records[i].Key),
                    Value = Bytes(Records[i].Value),
                    Headers = [new("trace", Encoding.UTF8.GetBytes($"header {i}")), new("empty", null)],
                },
                Cancel);
        }
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
}
