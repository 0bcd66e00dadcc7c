using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>A standalone worker started with the settings of Kafka Connect's own example files; only what would collide with others on the machine is given anew.</summary>
[Collection(KafkaCollection.Name)]
public sealed class StandaloneTests(RealKafka kafka) : IDisposable
{
    // In Kafka Connect's connect-file-source.properties and connect-file-sink.properties.
    private const string Topic = "connect-test";

    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kafka_connects_own_files_run_as_they_are()
    {
        await WriteFilesAsync();
        await CreateTopicAsync();
        await File.WriteAllTextAsync(_folder.File("test.txt"), "foo\nbar\n", Cancel);
        using var topic = new TopicLines(kafka.BootstrapServers, Topic);

        await using (var worker = await StartAsync())
        {
            await CopiedAsync("foo\nbar\n", worker);
            Assert.DoesNotContain("is not known", worker.Log, StringComparison.Ordinal);
            Assert.DoesNotContain("neither the worker nor the connector knows", worker.Log, StringComparison.Ordinal);
            Assert.Equal(0, await worker.StopAsync());
        }

        await File.AppendAllTextAsync(_folder.File("test.txt"), "Another line\n", Cancel);
        await using (var worker = await StartAsync())
        {
            await CopiedAsync("foo\nbar\nAnother line\n", worker);
            var lines = await topic.ReadAsync(3, () => worker.Details);
            Assert.Equal(["foo", "bar", "Another line"], lines.Select(line => line.Replace("""{"schema":{"type":"string","optional":false},"payload":""", "", StringComparison.Ordinal).Trim('"', '}')));
            Assert.All(lines, line => Assert.StartsWith("""{"schema":{"type":"string","optional":false},"payload":""", line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Exactly_once_sources_are_refused_where_offsets_are_kept_in_a_file()
    {
        await WriteFilesAsync();

        await using var worker = Start("--exactly.once.source.support=enabled");
        await worker.WaitForExitAsync();

        Assert.Equal(2, worker.ExitCode);
        Assert.Contains(
            "'exactly.once.source.support' is 'enabled', but 'offset.storage.file.filename' has this worker keep source offsets in a file, which no transaction reaches. Leave out one of them.",
            worker.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", worker.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_nobody_knows_are_named_with_their_connector()
    {
        await WriteFilesAsync();
        await File.AppendAllTextAsync(_folder.File("connect-file-source.properties"), "batch.sise=5\nproducer.override.linger.ms=7\ntransforms=t\ntransforms.t.type=org.apache.kafka.connect.transforms.HoistField$Value\ntransforms.t.field=line\n", Cancel);
        await File.AppendAllTextAsync(_folder.File("connect-standalone.properties"), "ofset.flush.interval.ms=5\nproducer.linger.ms=7\nconsumer.fetch.min.bytes=1\n", Cancel);

        await using var worker = await StartAsync();

        await Eventually.IsTrueAsync(
            () => worker.Log.Contains("Connector local-file-source has the setting 'batch.sise', which neither the worker nor the connector knows.", StringComparison.Ordinal),
            "the connector's setting is named",
            details: () => worker.Details);
        Assert.Contains("The setting 'ofset.flush.interval.ms' is not known", worker.Log, StringComparison.Ordinal);
        Assert.Equal(2, worker.Log.Split('\n').Count(line => line.Contains("is not known", StringComparison.Ordinal) || line.Contains("neither the worker", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("broken.json", """{"name": "x",""", "The connector file 'broken.json' is not a JSON object of settings")]
    [InlineData("list.json", "[]", "The connector file 'list.json' is not a JSON object of settings")]
    [InlineData("nested.json", """{"name": "x", "config": {"connector.class": "FileStreamSource", "topic": {"a": 1}}, "more": 1}""", "The connector file 'nested.json' is not a JSON object of settings")]
    [InlineData("state.json", """{"name": "x", "config": {"connector.class": "FileStreamSource", "topic": "t"}, "initial_state": "ASLEEP"}""", "The connector file 'state.json' has the initial_state 'ASLEEP'")]
    [InlineData("nameless.properties", "connector.class=FileStreamSource\ntopic=t\n", "The connector file 'nameless.properties' has no 'name'")]
    [InlineData("escape.properties", "name=x\nconnector.class=FileStreamSource\nfile=\\u12\n", "The file 'escape.properties' cannot be read")]
    [InlineData("invalid.properties", "name=x\nconnector.class=FileStreamSource\ntasks.max=many\n", "The connector of 'invalid.properties' could not be created")]
    public async Task A_bad_connector_file_ends_the_worker_with_its_name_and_what_is_wrong(string name, string content, string reason)
    {
        await File.WriteAllTextAsync(_folder.File(name), content, Cancel);

        await using var worker = Worker.Start(_folder.Path, "standalone", $"--bootstrap.servers={kafka.BootstrapServers}", $"--offset.storage.file.filename={_folder.File("offsets")}", name);
        await worker.WaitForExitAsync();

        Assert.NotEqual(0, worker.ExitCode);
        Assert.Contains(reason, worker.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", worker.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_files_with_one_name_end_the_worker()
    {
        await WriteFilesAsync();
        File.Copy(_folder.File("connect-file-source.properties"), _folder.File("again.properties"));

        await using var worker = Start("again.properties");
        await worker.WaitForExitAsync();

        Assert.Equal(1, worker.ExitCode);
        Assert.Contains("The connector of 'again.properties' could not be created: Connector local-file-source already exists", worker.Log, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<Worker> StartAsync()
    {
        var worker = Start();
        await worker.WaitUntilReadyAsync();
        return worker;
    }

    private Worker Start(params string[] more) => Worker.Start(
        _folder.Path,
        ["standalone", "connect-standalone.properties", "connect-file-source.properties", "connect-file-sink.properties", .. more,
            $"--bootstrap.servers={kafka.BootstrapServers}", $"--offset.storage.file.filename={_folder.File("connect.offsets")}"]);

    private Task CopiedAsync(string expected, Worker worker) => Eventually.IsTrueAsync(
        async () => File.Exists(_folder.File("test.sink.txt")) && await File.ReadAllTextAsync(_folder.File("test.sink.txt"), Cancel) == expected,
        $"the copy is '{expected}'",
        details: () => worker.Details);

    private async Task CreateTopicAsync()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = Topic, NumPartitions = 1 }]);
    }

    // The distribution's files where it has them, else their settings.
    private async Task WriteFilesAsync()
    {
        var own = Path.Combine(Environment.GetEnvironmentVariable("KAFKA_HOME") ?? "", "config");
        foreach (var (name, settings) in Files)
        {
            var text = File.Exists(Path.Combine(own, name)) ? await File.ReadAllTextAsync(Path.Combine(own, name), Cancel) : string.Join('\n', settings);
            await File.WriteAllTextAsync(_folder.File(name), $"{text.TrimEnd()}\n", Cancel);
        }
    }

    private static IEnumerable<(string Name, string[] Settings)> Files =>
    [
        ("connect-standalone.properties",
        [
            "bootstrap.servers=localhost:9092", "key.converter=org.apache.kafka.connect.json.JsonConverter", "value.converter=org.apache.kafka.connect.json.JsonConverter",
            "key.converter.schemas.enable=true", "value.converter.schemas.enable=true", "offset.storage.file.filename=/tmp/connect.offsets", "offset.flush.interval.ms=10000",
        ]),
        ("connect-file-source.properties", ["name=local-file-source", "connector.class=FileStreamSource", "tasks.max=1", "file=test.txt", $"topic={Topic}"]),
        ("connect-file-sink.properties", ["name=local-file-sink", "connector.class=FileStreamSink", "tasks.max=1", "file=test.sink.txt", $"topics={Topic}"]),
    ];
}
