using System.Text.Json;
using OrleansConnect.Tests.EndToEnd.Client;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>The topics that connectors have used: found out by the workers, kept in Kafka.</summary>
[Collection(KafkaCollection.Name)]
public sealed class TopicsTests(RealKafka kafka) : IDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Group => $"topics-{Path.GetFileName(_folder.Path)}";

    private string Topic => $"{Group}-lines";

    [Fact]
    public async Task Topics_of_sources_and_sinks_survive_the_death_of_every_worker()
    {
        await WriteAsync("one\n");
        await using (var first = await StartAsync())
        {
            await CreateAsync(first);
            await HasTopicsAsync(first, "in", Topic);
            await HasTopicsAsync(first, "out", Topic);
            await first.Rest.PutAsync("/connectors/in/stop", null, Cancel);
            await first.KillAsync();
        }

        await using var second = await StartAsync();
        await HasTopicsAsync(second, "in", Topic);
        await HasTopicsAsync(second, "out", Topic);
    }

    [Fact]
    public async Task A_reset_forgets_topics_until_they_are_used_again()
    {
        await WriteAsync("one\n");
        await using var worker = await StartAsync();
        await CreateAsync(worker);
        await HasTopicsAsync(worker, "in", Topic);
        await HasTopicsAsync(worker, "out", Topic);

        Assert.Equal($"{Topic}\n", (await CliAsync(worker, "topics", "in")).Output);
        Assert.Equal("in: topics reset.\n", (await CliAsync(worker, "topics", "in", "--reset")).Output);
        await HasTopicsAsync(worker, "in");
        await HasTopicsAsync(worker, "out", Topic);

        await Eventually.IsTrueAsync(
            async () =>
            {
                await WriteAsync("more\n");
                return (await TopicsAsync(worker, "in")).SequenceEqual([Topic]);
            },
            "the topic is back",
            details: () => worker.Details);
    }

    [Fact]
    public async Task A_new_connector_of_a_name_has_none_of_the_topics_of_the_one_before()
    {
        await WriteAsync("one\n");
        await using var worker = await StartAsync();
        await CreateAsync(worker);
        await HasTopicsAsync(worker, "in", Topic);

        using var deleted = await worker.Rest.DeleteAsync("/connectors/in", Cancel);
        await HasTopicsAsync(worker, "in");
        var missing = await CliAsync(worker, "topics", "in");
        Assert.Equal((3, true), (missing.ExitCode, missing.Error.Contains("Connector in not found", StringComparison.Ordinal)));
        await WriteAsync("two\n");
        await worker.CreateAsync("in", Source($"{Topic}-2"));

        await HasTopicsAsync(worker, "in", $"{Topic}-2");
    }

    [Fact]
    public async Task A_worker_that_does_not_track_topics_says_so()
    {
        await using var worker = await StartAsync("--topic.tracking.enable=false");
        await worker.CreateAsync("in", Source(Topic));

        var refused = await CliAsync(worker, "topics", "in");

        Assert.Equal((1, true), (refused.ExitCode, refused.Error.Contains("Topic tracking is disabled.", StringComparison.Ordinal)));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string[]> TopicsAsync(Worker worker, string name)
    {
        var answer = JsonDocument.Parse(await worker.Rest.GetStringAsync($"/connectors/{name}/topics", Cancel));
        return [.. answer.RootElement.GetProperty(name).GetProperty("topics").EnumerateArray().Select(topic => topic.GetString() ?? "")];
    }

    private static Task HasTopicsAsync(Worker worker, string name, params string[] topics) => Eventually.IsTrueAsync(
        async () => (await TopicsAsync(worker, name)).SequenceEqual(topics), $"'{name}' has the topics '{string.Join(", ", topics)}'", details: () => worker.Details);

    private Task<CliProcess> CliAsync(Worker worker, params string[] arguments) => CliProcess.RunAsync($"http://127.0.0.1:{worker.GrpcPort}", _folder.Path, arguments);

    private Task WriteAsync(string lines) => File.AppendAllTextAsync(_folder.File("in.txt"), lines, Cancel);

    private Task<Worker> StartAsync(params string[] settings) =>
        Worker.StartReadyAsync(
            _folder.Path,
            ["distributed", $"--bootstrap.servers={kafka.BootstrapServers}", $"--group.id={Group}", "--offset.storage.partitions=2",
                "--value.converter=org.apache.kafka.connect.storage.StringConverter", "--key.converter=org.apache.kafka.connect.storage.StringConverter", .. settings]);

    private async Task CreateAsync(Worker worker)
    {
        await worker.CreateAsync("in", Source(Topic));
        await worker.CreateAsync("out", ("connector.class", "FileStreamSink"), ("file", _folder.File("out.txt")), ("topics", Topic));
    }

    private (string, string)[] Source(string topic) =>
    [
        ("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), ("topic", topic),
        ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"),
    ];
}
