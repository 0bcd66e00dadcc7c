using System.Text.Json;
using OrleansConnect.Client;
using OrleansConnect.Tests.EndToEnd.Client;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Dead letters that are listed, shown, edited and replayed from the command line, each once.</summary>
[Collection(KafkaCollection.Name)]
public sealed class DeadLetterWorkbenchTests(RealKafka kafka) : IAsyncDisposable
{
    private const string StringConverter = "value.converter=org.apache.kafka.connect.storage.StringConverter";

    private readonly WorkFolder _folder = new();
    private Worker? _worker;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Group => $"bench-{Path.GetFileName(_folder.Path)}";

    private string Topic => $"{Group}-orders";

    private Worker Up => _worker ?? throw new InvalidOperationException("No worker was started.");

    [Fact]
    public async Task Letters_are_listed_by_cause_shown_edited_and_replayed_once()
    {
        await StartAsync();
        using var feed = await FeedAsync("{\"n\":1}", "{", "bad 17", "bad 4711", "bad 5");
        await Up.CreateAsync("out", Sink("out"));
        await Eventually.IsTrueAsync(async () => (await ListAsync("out")).Sum(group => group.Letters.Count) == 4, "4 dead letters are listed", details: () => Up.Log);

        var groups = await ListAsync("out");
        var bad = groups[0];
        Assert.Single(groups);
        Assert.Equal(["0:0", "0:1", "0:2", "0:3"], bad.Letters.Select(letter => letter.Id));
        Assert.Equal(("VALUE_CONVERTER", "org.apache.kafka.connect.json.JsonConverter"), (bad.Stage, bad.ClassName));
        var shown = await CliAsync("dlq", "show", "out", "0:1", "--json");
        Assert.Equal("bad 17", Text(shown.Json.GetProperty("value"), "original"));
        Assert.Contains("StringConverter", Text(shown.Json.GetProperty("value"), "hint"), StringComparison.Ordinal);
        Assert.Equal((Topic, "2"), (Text(shown.Json.GetProperty("context"), "topic"), Text(shown.Json.GetProperty("context"), "offset")));

        // To the topic, after an edit: the sink reads it as any other record.
        var plan = await CliAsync("dlq", "replay", "out", "0:0", "--dry-run");
        Assert.Equal((5, true), (plan.ExitCode, plan.Output.Contains("the connector would fail again", StringComparison.Ordinal)));
        var unasked = await CliAsync("dlq", "replay", "out", "0:0", "--value", "{\"n\":9}");
        Assert.Equal((2, true), (unasked.ExitCode, unasked.Error.Contains("Add --yes", StringComparison.Ordinal)));
        AssertDone(await CliAsync("dlq", "replay", "out", "0:0", "--value", "{\"n\":9}", "--yes"), $"1 replayed to topic {Topic}");
        await HasLinesAsync("out", "{n=1}", "{n=9}");
        AssertDone(await CliAsync("dlq", "replay", "out", "0:0", "--value", "{\"n\":9}", "--yes"), "1 replayed before");

        // Straight through the sink with another converter.
        AssertDone(await CliAsync("dlq", "replay", "out", "--group", bad.Id, "--to", "connector", "--config", StringConverter, "--yes"), "3 replayed to connector out");
        await HasLinesAsync("out", "{n=1}", "{n=9}", "bad 17", "bad 4711", "bad 5");
        AssertDone(await CliAsync("dlq", "replay", "out", "0:1", "0:2", "--to", "connector", "--config", StringConverter, "--yes"), "2 replayed before");
        AssertDone(await CliAsync("dlq", "replay", "out", "--all", "--yes"), "nothing to do");
        var listed = (await CliAsync("dlq", "list", "out", "--json")).Json.GetProperty("groups")[0];
        Assert.All(listed.GetProperty("letters").EnumerateArray(), letter => Assert.Equal("replayed", Text(letter.GetProperty("mark"), "state")));
        await HasLinesAsync("out", "{n=1}", "{n=9}", "bad 17", "bad 4711", "bad 5");
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_nothing_is_replayed()
    {
        await StartAsync();
        using var feed = await FeedAsync("{\"n\":1}", "{");
        await Up.CreateAsync("out", Sink("out"));
        await Eventually.IsTrueAsync(async () => (await ListAsync("out")).Count == 1, "a dead letter is listed", details: () => Up.Log);
        await Up.CreateAsync("none", ("connector.class", "FileStreamSink"), ("topics", Topic), ("file", _folder.File("none.txt")));

        await RefusedAsync(3, $"Kafka has no topic '{Group}-gone'", "replay", "out", "0:0", "--topic", $"{Group}-gone");
        await RefusedAsync(5, "is the dead letter queue itself", "replay", "out", "0:0", "--topic", $"{Group}-out-dlq");
        await RefusedAsync(3, "has records at 0 to 0", "replay", "out", "0:7");
        await RefusedAsync(3, "has no partition 4, but 1", "show", "out", "4:0");
        await RefusedAsync(5, "'0-0' is no id", "show", "out", "0-0");
        await RefusedAsync(3, "Connector nobody not found", "list", "nobody");
        await RefusedAsync(5, "has no dead letter queue. Set 'errors.deadletterqueue.topic.name'", "list", "none");
        await RefusedAsync(5, "another one has no effect", "replay", "out", "0:0", "--config", StringConverter);
        await RefusedAsync(5, "value.converter", "replay", "out", "0:0", "--to", "connector", "--config", "value.converter=Nothing");
        await RefusedAsync(5, "'connector.class' cannot be another one", "replay", "out", "0:0", "--to", "connector", "--config", "connector.class=FileStreamSource");
        await Up.PatchAsync("out", ("exactly.once", "true"));
        await RefusedAsync(5, "Replay the letters to the topic", "replay", "out", "0:0", "--to", "connector", "--config", StringConverter, "--yes");
        Assert.Null((await ListAsync("out"))[0].Letters[0].Mark);
    }

    [Fact]
    public async Task A_sources_letters_go_through_its_transformations_again_once_they_can()
    {
        await StartAsync();
        await File.WriteAllLinesAsync(_folder.File("in.txt"), ["1", "x", "2", "y"], Cancel);
        await Up.CreateAsync("in", [("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), ("topic", Topic),
            ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"), ("transforms", "cast"),
            ("transforms.cast.type", "org.apache.kafka.connect.transforms.Cast$Value"), ("transforms.cast.spec", "int32"),
            ("value.converter", "org.apache.kafka.connect.json.JsonConverter"), ("value.converter.schemas.enable", "false"), .. Letters("in")]);
        await Eventually.IsTrueAsync(async () => (await ListAsync("in")).Sum(group => group.Letters.Count) == 2, "2 dead letters are listed", details: () => Up.Log);

        var shown = await CliAsync("dlq", "show", "in", "0:0", "--json");
        Assert.Equal("x", shown.Json.GetProperty("value").GetProperty("decoded").GetString());
        var plan = await CliAsync("dlq", "replay", "in", "0:0", "0:1", "--dry-run", "--json");
        Assert.All(plan.Json.GetProperty("letters").EnumerateArray(), letter => Assert.Equal("failed", Text(letter, "state")));
        var again = await CliAsync("dlq", "replay", "in", "0:0", "--yes");
        Assert.Contains("0:0: failing again", again.Output, StringComparison.Ordinal);
        AssertDone(await CliAsync("dlq", "replay", "in", "0:0", "--value", """{"schema":{"type":"string","optional":false},"payload":"7"}""", "--yes"), $"1 replayed to topic {Topic}");
        AssertDone(await CliAsync("dlq", "replay", "in", "--all", "--config", "transforms.cast.spec=string", "--yes"), $"1 replayed to topic {Topic}");

        using var lines = new TopicLines(kafka.BootstrapServers, Topic);
        Assert.Equal(["1", "2", "7", "\"y\""], await lines.ReadAsync(4, () => Up.Log));
    }

    [Fact]
    public async Task Letters_are_replayed_once_though_the_worker_is_killed_meanwhile()
    {
        const int Count = 3000;
        await StartAsync();
        using var feed = await FeedAsync([.. Enumerable.Range(0, Count).Select(number => $"bad {number}")]);
        using var repaired = new TopicFeed(kafka.BootstrapServers, $"{Group}-repaired", 2);
        await repaired.CreateAsync();
        await Up.CreateAsync("out", Sink("out"));
        await Eventually.IsTrueAsync(async () => (await ListAsync("out")).Sum(group => group.Letters.Count) == Count, $"{Count} dead letters are listed", details: () => Up.Log);
        Assert.Single(await ListAsync("out"));

        // Of two at once the later one ends the other, or finds its letters marked.
        var replayed = await Task.WhenAll(ReplayAsync(100, $"{Group}-repaired"), ReplayAsync(100, $"{Group}-repaired"));
        Assert.Contains(100, replayed);
        Assert.Equal(100, replayed.Sum());

        using var lines = new TopicLines(kafka.BootstrapServers, $"{Group}-repaired", 2);
        string[] replay = ["dlq", "replay", "out", "--all", "--topic", $"{Group}-repaired", "--batch", "100", "--yes"];
        using (var process = CliProcess.Start(Server, _folder.Path, replay))
        {
            await lines.ReadAsync(300, () => Up.Log);
            await Up.KillAsync();
            await process.WaitForExitAsync(Cancel);
            Assert.NotEqual(0, process.ExitCode);
        }

        await Up.DisposeAsync();
        await StartAsync();
        AssertDone(await CliAsync(replay), "replayed to topic");
        AssertDone(await CliAsync(replay), "nothing to do");

        var read = await lines.ReadAsync(Count, () => Up.Log);
        Assert.Equal(Count, read.Distinct().Count());
        Assert.Equal(Count, (await lines.ReadAsync(Count, () => Up.Log)).Count);
    }

    public async ValueTask DisposeAsync()
    {
        await (_worker?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    private string Server => $"http://127.0.0.1:{Up.GrpcPort}";

    private async Task StartAsync() => _worker = await Worker.StartReadyAsync(
        _folder.Path, "distributed", $"--bootstrap.servers={kafka.BootstrapServers}", $"--group.id={Group}", "--offset.storage.partitions=2");

    private (string, string)[] Letters(string name) =>
    [
        ("errors.tolerance", "all"), ("errors.deadletterqueue.topic.name", $"{Group}-{name}-dlq"),
        ("errors.deadletterqueue.topic.replication.factor", "1"), ("errors.deadletterqueue.context.headers.enable", "true"),
    ];

    private (string, string)[] Sink(string name) =>
    [
        ("connector.class", "FileStreamSink"), ("topics", Topic), ("file", _folder.File($"{name}.txt")),
        ("key.converter", "org.apache.kafka.connect.storage.StringConverter"), ("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
        ("value.converter.schemas.enable", "false"), .. Letters(name),
    ];

    private async Task<TopicFeed> FeedAsync(params string[] values)
    {
        var feed = new TopicFeed(kafka.BootstrapServers, Topic, 1);
        await feed.CreateAsync();
        Array.ForEach(values, value => feed.Send(0, value));
        feed.Flush();
        return feed;
    }

    private Task<CliProcess> CliAsync(params string[] arguments) => CliProcess.RunAsync(Server, _folder.Path, [.. arguments, "--connect-timeout", "30"]);

    private async Task<IReadOnlyList<DeadLetterGroup>> ListAsync(string connector)
    {
        using var client = new ConnectClient(Server);
        return (await client.DeadLetters.ListAsync(connector, cancellationToken: Cancel)).Groups;
    }

    // How many were replayed of the first letters; none where another replay ended this one.
    private async Task<int> ReplayAsync(int count, string topic)
    {
        using var client = new ConnectClient(Server);
        try
        {
            var results = await client.DeadLetters.ReplayAsync("out", new([.. Enumerable.Range(0, count).Select(offset => $"0:{offset}")]) { Topic = topic }, Cancel);
            return results.Count(result => result.State == ReplayState.Replayed);
        }
        catch (ConnectClientException error) when (error.Kind == ConnectErrorKind.Conflict)
        {
            return 0;
        }
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static void AssertDone(CliProcess run, string text)
    {
        Assert.True(run.ExitCode == 0, $"{run.ExitCode}: {run.Output}{run.Error}");
        Assert.Contains(text, run.Output, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(int exitCode, string reason, params string[] arguments)
    {
        var run = await CliAsync(["dlq", .. arguments]);
        Assert.True(run.ExitCode == exitCode, $"{run.ExitCode}: {run.Output}{run.Error}");
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    private Task HasLinesAsync(string name, params string[] lines) => Eventually.IsTrueAsync(
        async () => File.Exists(_folder.File($"{name}.txt")) && (await File.ReadAllLinesAsync(_folder.File($"{name}.txt"), Cancel)).SequenceEqual(lines),
        $"the file has {string.Join(", ", lines)}",
        details: () => Up.Log);
}
