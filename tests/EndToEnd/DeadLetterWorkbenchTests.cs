using System.Text;
using System.Text.Json;
using OrleansConnect.Client;
using OrleansConnect.Tests.EndToEnd.Client;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Dead letters that are listed, shown, edited and replayed, each once.</summary>
[Collection(KafkaCollection.Name)]
public sealed class DeadLetterWorkbenchTests(RealKafka kafka, WorkbenchWorker bench) : IClassFixture<WorkbenchWorker>, IAsyncDisposable
{
    private const string StringConverter = "org.apache.kafka.connect.storage.StringConverter";

    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Group => $"bench-{Path.GetFileName(_folder.Path)}";

    private string Topic => $"{Group}-orders";

    private Worker Up => bench.Worker;

    private DeadLetterClient Letters => bench.Client.DeadLetters;

    [Fact]
    public async Task Letters_are_listed_by_cause_shown_edited_and_replayed_once()
    {
        await bench.EnsureAsync();
        using var feed = await FeedAsync("{\"n\":1}", "{", "bad 17", "bad 4711", "bad 5");
        await Up.CreateAsync("out", Sink("out"));
        await HasLettersAsync("out", 4);

        var bad = Assert.Single(await ListAsync("out"));
        Assert.Equal(["0:0", "0:1", "0:2", "0:3"], bad.Letters.Select(letter => letter.Id));
        Assert.Equal(("VALUE_CONVERTER", "org.apache.kafka.connect.json.JsonConverter"), (bad.Stage, bad.ClassName));
        var shown = await Letters.GetAsync("out", "0:1", Cancel);
        Assert.Equal("bad 17", Encoding.UTF8.GetString((shown.Value.Bytes ?? default).Span));
        Assert.Contains("StringConverter", shown.Value.Hint, StringComparison.Ordinal);
        Assert.Equal((Topic, "2"), (shown.Context["topic"], shown.Context["offset"]));

        // To the topic, after an edit: the sink reads it as any other record.
        var mended = new DeadLetterReplay(["0:0"]) { Edit = Value("{\"n\":9}") };
        var failing = Assert.Single(await Letters.PreviewAsync("out", new(["0:0"]), Cancel));
        Assert.Equal((ReplayState.Ready, $"topic {Topic}", true), (failing.State, failing.To, failing.Error is not null));
        await BecomeAsync(ReplayState.Replayed, $"topic {Topic}", mended, 1);
        await HasLinesAsync("out", "{n=1}", "{n=9}");
        await BecomeAsync(ReplayState.ReplayedBefore, null, mended, 1);

        // Straight through the sink with another converter.
        var straight = new DeadLetterReplay(["0:1", "0:2", "0:3"]) { Target = ReplayTarget.Connector, Config = Setting("value.converter", StringConverter) };
        await BecomeAsync(ReplayState.Replayed, "connector out", straight, 3);
        await HasLinesAsync("out", "{n=1}", "{n=9}", "bad 17", "bad 4711", "bad 5");
        await BecomeAsync(ReplayState.ReplayedBefore, null, straight, 3);
        Assert.All((await ListAsync("out"))[0].Letters, letter => Assert.True(letter.Mark?.IsReplayed));
        await HasLinesAsync("out", "{n=1}", "{n=9}", "bad 17", "bad 4711", "bad 5");
    }

    [Fact]
    public async Task The_command_line_shows_a_letter_tells_what_a_replay_would_do_and_replays_a_group_once()
    {
        await bench.EnsureAsync();
        using var feed = await FeedAsync("{\"n\":1}", "{", "bad 17");
        await Up.CreateAsync("out", Sink("out"));
        await HasLettersAsync("out", 2);

        var shown = await CliAsync("dlq", "show", "out", "0:1", "--json");
        Assert.Equal("bad 17", Text(shown.Json.GetProperty("value"), "original"));
        Assert.Contains("StringConverter", Text(shown.Json.GetProperty("value"), "hint"), StringComparison.Ordinal);
        Assert.Equal((Topic, "2"), (Text(shown.Json.GetProperty("context"), "topic"), Text(shown.Json.GetProperty("context"), "offset")));
        var plan = await CliAsync("dlq", "replay", "out", "0:0", "--dry-run");
        Assert.Equal((5, true), (plan.ExitCode, plan.Output.Contains("the connector would fail again", StringComparison.Ordinal)));

        var group = (await ListAsync("out"))[0].Id;
        AssertDone(
            await CliAsync("dlq", "replay", "out", "--group", group, "--to", "connector", "--config", $"value.converter={StringConverter}", "--batch", "1", "--yes"), "2 replayed to connector out");
        await HasLinesAsync("out", "{n=1}", "{", "bad 17");
        AssertDone(await CliAsync("dlq", "replay", "out", "--all", "--yes"), "nothing to do");
        var listed = (await CliAsync("dlq", "list", "out", "--json")).Json.GetProperty("groups")[0];
        Assert.All(listed.GetProperty("letters").EnumerateArray(), letter => Assert.Equal("replayed", Text(letter.GetProperty("mark"), "state")));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_and_nothing_is_replayed()
    {
        await bench.EnsureAsync();
        using var feed = await FeedAsync("{\"n\":1}", "{");
        await Up.CreateAsync("out", Sink("out"));
        await HasLettersAsync("out", 1);
        await Up.CreateAsync("none", ("connector.class", "FileStreamSink"), ("topics", Topic), ("file", _folder.File("none.txt")));
        DeadLetterReplay letter = new(["0:0"]), straight = letter with { Target = ReplayTarget.Connector };

        await RefusedAsync(ConnectErrorKind.NotFound, $"Kafka has no topic '{Group}-gone'", letter with { Topic = $"{Group}-gone" });
        await RefusedAsync(ConnectErrorKind.Invalid, "is the dead letter queue itself", letter with { Topic = $"{Group}-out-dlq" });
        await RefusedAsync(ConnectErrorKind.NotFound, "has records at 0 to 0", new DeadLetterReplay(["0:7"]));
        await RefusedAsync(ConnectErrorKind.NotFound, "has no partition 4, but 1", () => Letters.GetAsync("out", "4:0", Cancel));
        await RefusedAsync(ConnectErrorKind.Invalid, "'0-0' is no id", () => Letters.GetAsync("out", "0-0", Cancel));
        await RefusedAsync(ConnectErrorKind.NotFound, "Connector nobody not found", () => Letters.ListAsync("nobody", cancellationToken: Cancel));
        await RefusedAsync(ConnectErrorKind.Invalid, "has no dead letter queue. Set 'errors.deadletterqueue.topic.name'", () => Letters.ListAsync("none", cancellationToken: Cancel));
        await RefusedAsync(ConnectErrorKind.Invalid, "another one has no effect", letter with { Config = Setting("value.converter", StringConverter) });
        await RefusedAsync(ConnectErrorKind.Invalid, "value.converter", straight with { Config = Setting("value.converter", "Nothing") });
        await RefusedAsync(ConnectErrorKind.Invalid, "'connector.class' cannot be another one", straight with { Config = Setting("connector.class", "FileStreamSource") });
        await Up.PatchAsync("out", ("exactly.once", "true"));
        await RefusedAsync(ConnectErrorKind.Invalid, "Replay the letters to the topic", straight with { Config = Setting("value.converter", StringConverter) });
        await feed.DeleteAsync();
        await RefusedAsync(ConnectErrorKind.NotFound, $"Kafka has no topic '{Topic}'", letter);
        Assert.Null((await ListAsync("out"))[0].Letters[0].Mark);
    }

    [Fact]
    public async Task A_sources_letters_go_through_its_transformations_again_once_they_can()
    {
        await bench.EnsureAsync();
        await File.WriteAllLinesAsync(_folder.File("in.txt"), ["1", "x", "2", "y"], Cancel);
        await Up.CreateAsync("in", [("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), ("topic", Topic),
            ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"), ("transforms", "cast"),
            ("transforms.cast.type", "org.apache.kafka.connect.transforms.Cast$Value"), ("transforms.cast.spec", "int32"),
            ("value.converter", "org.apache.kafka.connect.json.JsonConverter"), ("value.converter.schemas.enable", "false"), .. Queue("in")]);
        await HasLettersAsync("in", 2);

        Assert.Equal("\"x\"", (await Letters.GetAsync("in", "0:0", Cancel)).Value.Json);
        Assert.All(await Letters.PreviewAsync("in", new(["0:0", "0:1"]), Cancel), letter => Assert.Equal(ReplayState.Failed, letter.State));
        await BecomeAsync(ReplayState.Failed, null, new(["0:0"]), 1, "in");
        await BecomeAsync(ReplayState.Replayed, $"topic {Topic}", new(["0:0"]) { Edit = Value("""{"schema":{"type":"string","optional":false},"payload":"7"}""") }, 1, "in");
        await BecomeAsync(ReplayState.Replayed, $"topic {Topic}", new(await UnmarkedAsync("in")) { Config = Setting("transforms.cast.spec", "string") }, 1, "in");

        using var lines = new TopicLines(kafka.BootstrapServers, Topic);
        Assert.Equal(["1", "2", "7", "\"y\""], await lines.ReadAsync(4, () => Up.Log));
    }

    [Fact]
    public async Task Letters_are_replayed_once_though_the_worker_is_killed_meanwhile()
    {
        const int Count = 3000;
        await bench.EnsureAsync();
        using var feed = await FeedAsync([.. Enumerable.Range(0, Count).Select(number => $"bad {number}")]);
        using var repaired = new TopicFeed(kafka.BootstrapServers, $"{Group}-repaired", 2);
        await repaired.CreateAsync();
        await Up.CreateAsync("out", Sink("out"));
        await HasLettersAsync("out", Count);
        Assert.Single(await ListAsync("out"));

        // Of two at once the later one ends the other, or finds its letters marked.
        string[] first = [.. Enumerable.Range(0, 100).Select(offset => $"0:{offset}")];
        var replayed = await Task.WhenAll(ReplayOrEndAsync(first), ReplayOrEndAsync(first));
        Assert.Contains(100, replayed);
        Assert.Equal(100, replayed.Sum());

        using var lines = new TopicLines(kafka.BootstrapServers, $"{Group}-repaired", 2);
        var replaying = ReplayUnmarkedAsync(100);
        await lines.ReadAsync(300, () => Up.Log);
        await Up.KillAsync();
        await Assert.ThrowsAsync<ConnectClientException>(() => replaying);

        await bench.EnsureAsync();
        Assert.InRange(await ReplayUnmarkedAsync(1000), 1, Count - 300);
        Assert.Equal(0, await ReplayUnmarkedAsync(1000));

        var read = await lines.ReadAsync(Count, () => Up.Log);
        Assert.Equal(Count, read.Distinct().Count());
        Assert.Equal(Count, (await lines.ReadAsync(Count, () => Up.Log)).Count);
    }

    public async ValueTask DisposeAsync()
    {
        // The next test has some of these names.
        await bench.DeleteConnectorsAsync();

        _folder.Dispose();
    }

    private (string, string)[] Queue(string name) =>
    [
        ("errors.tolerance", "all"), ("errors.deadletterqueue.topic.name", $"{Group}-{name}-dlq"),
        ("errors.deadletterqueue.topic.replication.factor", "1"), ("errors.deadletterqueue.context.headers.enable", "true"),
    ];

    private (string, string)[] Sink(string name) =>
    [
        ("connector.class", "FileStreamSink"), ("topics", Topic), ("file", _folder.File($"{name}.txt")),
        ("key.converter", "org.apache.kafka.connect.storage.StringConverter"), ("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
        ("value.converter.schemas.enable", "false"), .. Queue(name),
    ];

    private async Task<TopicFeed> FeedAsync(params string[] values)
    {
        var feed = new TopicFeed(kafka.BootstrapServers, Topic, 1);
        await feed.CreateAsync();
        Array.ForEach(values, value => feed.Send(0, value));
        feed.Flush();
        return feed;
    }

    private Task<CliProcess> CliAsync(params string[] arguments) => CliProcess.RunAsync(bench.Server, _folder.Path, [.. arguments, "--connect-timeout", "30"]);

    private async Task<IReadOnlyList<DeadLetterGroup>> ListAsync(string connector) => (await Letters.ListAsync(connector, cancellationToken: Cancel)).Groups;

    private Task HasLettersAsync(string connector, int count) => Eventually.IsTrueAsync(
        async () => (await ListAsync(connector)).Sum(group => group.Letters.Count) == count, $"{count} dead letters are listed", details: () => Up.Details);

    private async Task<string[]> UnmarkedAsync(string connector) =>
        [.. (await ListAsync(connector)).SelectMany(group => group.Letters).Where(letter => letter.Mark is null).Select(letter => letter.Id)];

    // All letters of the replay come to that.
    private async Task BecomeAsync(ReplayState state, string? to, DeadLetterReplay replay, int count, string connector = "out")
    {
        var results = await Letters.ReplayAsync(connector, replay, Cancel);
        Assert.Equal(count, results.Count);
        Assert.All(results, result => Assert.Equal((state, to ?? result.To), (result.State, result.To)));
    }

    // How many were replayed; none where another replay ended this one.
    private async Task<int> ReplayOrEndAsync(string[] ids)
    {
        try
        {
            return (await Letters.ReplayAsync("out", new(ids) { Topic = $"{Group}-repaired" }, Cancel)).Count(result => result.State == ReplayState.Replayed);
        }
        catch (ConnectClientException error) when (error.Kind == ConnectErrorKind.Conflict)
        {
            return 0;
        }
    }

    // Batch for batch what is left, and how many that was.
    private async Task<int> ReplayUnmarkedAsync(int batchSize)
    {
        var ids = await UnmarkedAsync("out");
        foreach (var batch in ids.Chunk(batchSize))
        {
            await BecomeAsync(ReplayState.Replayed, $"topic {Group}-repaired", new(batch) { Topic = $"{Group}-repaired" }, batch.Length);
        }

        return ids.Length;
    }

    private static DeadLetterEdit Value(string text) => new() { Value = new(Encoding.UTF8.GetBytes(text)) };

    private static Dictionary<string, string?> Setting(string name, string value) => new() { [name] = value };

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static void AssertDone(CliProcess run, string text)
    {
        Assert.True(run.ExitCode == 0, $"{run.ExitCode}: {run.Output}{run.Error}");
        Assert.Contains(text, run.Output, StringComparison.Ordinal);
    }

    // Neither does a preview hide it.
    private async Task RefusedAsync(ConnectErrorKind kind, string reason, DeadLetterReplay replay)
    {
        await RefusedAsync(kind, reason, () => Letters.PreviewAsync("out", replay, Cancel));
        await RefusedAsync(kind, reason, () => Letters.ReplayAsync("out", replay, Cancel));
    }

    private static async Task RefusedAsync(ConnectErrorKind kind, string reason, Func<Task> ask)
    {
        var refused = await Assert.ThrowsAsync<ConnectClientException>(ask);
        Assert.Equal(kind, refused.Kind);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    private Task HasLinesAsync(string name, params string[] lines) => Eventually.IsTrueAsync(
        async () => File.Exists(_folder.File($"{name}.txt")) && (await File.ReadAllLinesAsync(_folder.File($"{name}.txt"), Cancel)).SequenceEqual(lines),
        $"the file has {string.Join(", ", lines)}",
        details: () => Up.Log);
}
