using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Sinks that store offsets beside their data, while workers die, freeze and come: each record is there once, in its order.</summary>
[Collection(KafkaCollection.Name)]
public sealed class ExactlyOnceSinkTests : IAsyncLifetime
{
    private const int Workers = 2;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    // Of one partition, so that the topic has one order.
    private static readonly int Records = ByHand.Setting("EXACTLY_ONCE_RECORDS", 200_000);
    private static readonly int Kills = ByHand.Setting("EXACTLY_ONCE_KILLS", 4);

    private readonly RealKafka _kafka;
    private readonly WorkFolder _folder = new();
    private readonly WorkerCluster _cluster;
    private readonly string _topic;
    private readonly string _file;

    public ExactlyOnceSinkTests(RealKafka kafka)
    {
        _kafka = kafka;
        _cluster = new(kafka, _folder);
        _topic = $"{_cluster.Group}-exact";
        _file = _folder.File("out.txt");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private long Length => File.Exists(_file) ? new FileInfo(_file).Length : 0;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_file_equals_the_topic_after_workers_were_killed()
    {
        using var feed = await StartFileSinkAsync();

        for (var kill = 0; kill < Kills; kill++)
        {
            var before = Length;
            feed.Send(Records / (Kills + 1));
            await GrowsBeyondAsync(before);
            var victim = await OwnerAsync();
            await victim.KillAsync();
            await _cluster.StartAsync(Workers - _cluster.Up.Count, Often);
            await RunsElsewhereAsync("out/0", victim);
        }

        feed.Send(Records - feed.Count);
        await AssertFileEqualsTopicAsync(feed);
        ByHand.Tell($"{Count("bytes off")} of {Kills} kills cut a commit short");
        Assert.InRange(Count("Task out/0 started on worker"), Kills + 1, int.MaxValue);
    }

    [Fact]
    public async Task The_file_equals_the_topic_after_its_worker_was_frozen_and_woke()
    {
        using var feed = await StartFileSinkAsync();
        feed.Send(Records / 2);
        await GrowsBeyondAsync(0);
        var frozen = await OwnerAsync();

        await frozen.FreezeAsync();
        await RunsElsewhereAsync("out/0", frozen);
        var before = Length;
        feed.Send(Records / 4);
        await GrowsBeyondAsync(before);
        await frozen.ThawAsync();
        feed.Send(Records - feed.Count);
        await frozen.WaitForExitAsync();

        await AssertFileEqualsTopicAsync(feed);
    }

    [Fact]
    public async Task A_standalone_worker_goes_on_where_its_file_ends()
    {
        using var feed = new TopicFeed(_kafka.BootstrapServers, _topic, 1);
        await feed.CreateAsync();
        var settings = Config.Append(("name", "out")).Select(setting => $"{setting.Item1}={setting.Item2}");
        await File.WriteAllLinesAsync(_folder.File("out.properties"), settings, Cancel);
        for (var round = 0; round < 2; round++)
        {
            await using var worker = await StartAloneAsync();
            var before = Length;
            feed.Send(5000);
            await Eventually.IsTrueAsync(() => Length > before, "the file grows", Limit, () => worker.Details);
            await worker.KillAsync();
        }

        await using var last = await StartAloneAsync();
        await AssertFileEqualsTopicAsync(feed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_goes_on_from_offsets_that_were_altered_and_reset(bool isAlone)
    {
        using var feed = new TopicFeed(_kafka.BootstrapServers, _topic, 1);
        await feed.CreateAsync();
        feed.Send(20);
        feed.Flush();
        await File.WriteAllLinesAsync(_folder.File("out.properties"), Config.Append(("name", "out")).Select(setting => $"{setting.Item1}={setting.Item2}"), Cancel);
        await using var alone = isAlone ? await StartAloneAsync() : null;
        var worker = alone ?? (await _cluster.StartAsync(1, Often))[0];
        if (!isAlone)
        {
            await worker.CreateAsync("out", Config);
        }

        var lines = feed.Lines[0].ToList();
        await HasLinesAsync(lines, worker);
        await ChangeOffsetsAsync(worker, rest => rest.PatchAsJsonAsync(
            "/connectors/out/offsets", new { offsets = new[] { new { partition = new { kafka_topic = _topic, kafka_partition = 0 }, offset = new { kafka_offset = 15 } } } }, Cancel));
        await HasLinesAsync([.. lines, .. lines[15..]], worker);
        await ChangeOffsetsAsync(worker, rest => rest.DeleteAsync("/connectors/out/offsets", Cancel));
        await HasLinesAsync([.. lines, .. lines[15..], .. lines], worker);
    }

    [Fact]
    public async Task Partitions_that_move_between_tasks_are_written_once()
    {
        const int Partitions = 6;
        var folder = Directory.CreateDirectory(_folder.File("ledgers")).FullName;
        using var feed = new TopicFeed(_kafka.BootstrapServers, _topic, Partitions);
        await feed.CreateAsync();
        await _cluster.StartAsync(Workers, [.. Often, Plugins]);
        await _cluster.Up[0].CreateAsync("ledger", ("connector.class", "LedgerSink"), ("tasks.max", "3"), ("topics", _topic), ("folder", folder), ("transforms", "drop"),
            ("transforms.drop.type", "org.apache.kafka.connect.transforms.Filter"), ("transforms.drop.predicate", "null"), ("predicates", "null"),
            ("predicates.null.type", "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone"));

        // A task fails, so that others get its partitions, and is restarted, so that it gets some back; then a worker is killed.
        for (var round = 0; round < 3; round++)
        {
            await FeedAsync(feed, folder);
            await File.WriteAllTextAsync(Path.Combine(folder, $"fail-{round}"), "", Cancel);
            await _cluster.WaitAsync("the task failed", tasks => tasks.GetValueOrDefault($"ledger/{round}").State == "FAILED");
            await FeedAsync(feed, folder);
            using (await _cluster.Up[0].Rest.PostAsync($"/connectors/ledger/tasks/{round}/restart", null, Cancel))
            {
                await FeedAsync(feed, folder);
            }

            await _cluster.Up[0].KillAsync();
            await FeedAsync(feed, folder);
            await _cluster.StartAsync(1, [.. Often, Plugins]);
        }

        await AssertLedgersAsync(feed, folder);
        Assert.DoesNotContain("FencedException", _cluster.Logs(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    // Commits follow each other closely, so that many of them are cut short.
    private static string[] Often => ["--offset.flush.interval.ms=200"];

    private static string Plugins => $"--plugin.path={BuildOutput.Of("OrleansConnect.Tests.Plugins")}";

    private (string, string)[] Config => [("connector.class", "FileStreamSink"), ("file", _file), ("topics", _topic), ("exactly.once", "true"), ("tasks.max", "1")];

    private int Count(string text) => _cluster.Logs().Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));

    private async Task<TopicFeed> StartFileSinkAsync()
    {
        var feed = new TopicFeed(_kafka.BootstrapServers, _topic, 1);
        await feed.CreateAsync();
        await _cluster.StartAsync(Workers, Often);
        await _cluster.Up[0].CreateAsync("out", Config);
        return feed;
    }

    private Task<Worker> StartAloneAsync() => Worker.StartReadyAsync(
        _folder.Path, ["standalone", "out.properties", $"--bootstrap.servers={_kafka.BootstrapServers}", $"--offset.storage.file.filename={_folder.File("offsets")}",
            "--value.converter=org.apache.kafka.connect.storage.StringConverter", .. Often]);

    private static async Task ChangeOffsetsAsync(Worker worker, Func<HttpClient, Task<HttpResponseMessage>> change)
    {
        using var stopped = await worker.Rest.PutAsync("/connectors/out/stop", null, Cancel);
        using var changed = await change(worker.Rest);
        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync(Cancel));
        using var resumed = await worker.Rest.PutAsync("/connectors/out/resume", null, Cancel);
    }

    private Task HasLinesAsync(List<string?> lines, Worker worker) => Eventually.IsTrueAsync(
        () => File.Exists(_file) && File.ReadAllLines(_file).SequenceEqual(lines), $"the file has {lines.Count} lines", Limit, () => worker.Details);

    private async Task<Worker> OwnerAsync()
    {
        var owner = (await _cluster.TasksAsync())["out/0"].Worker;
        return _cluster.Up.Single(worker => worker.Id == owner);
    }

    private Task RunsElsewhereAsync(string task, Worker gone) => _cluster.WaitAsync(
        $"{task} runs elsewhere",
        tasks => tasks.GetValueOrDefault(task) is ("RUNNING", var worker) && worker != gone.Id,
        _cluster.Up.First(worker => worker != gone));

    private Task GrowsBeyondAsync(long length) => Eventually.IsTrueAsync(() => Length > length, $"the file has more than {length} bytes", Limit, _cluster.Logs);

    private async Task AssertFileEqualsTopicAsync(TopicFeed feed)
    {
        feed.Flush();
        using var topic = new TopicLines(_kafka.BootstrapServers, _topic);
        var lines = await topic.ReadAsync(feed.Count, _cluster.Logs);
        Assert.Equal(feed.Count, lines.Count);
        var expected = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        await Eventually.IsTrueAsync(() => Length >= expected.Length, $"the file has {expected.Length} bytes", Limit, () => $"It has {Length}. {_cluster.Logs()}");

        var actual = await File.ReadAllBytesAsync(_file, Cancel);
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"They differ from byte {expected.AsSpan().CommonPrefixLength(actual)} on; {expected.Length} and {actual.Length} bytes.\n{_cluster.Logs()}");
    }

    private async Task FeedAsync(TopicFeed feed, string folder)
    {
        feed.Send(3000, nullEvery: 11);
        feed.Flush();
        await Eventually.IsTrueAsync(() => Reached(feed, folder) >= feed.Count - 2000, "the ledgers follow", Limit, _cluster.Logs);
    }

    private static long Reached(TopicFeed feed, string folder) => Enumerable.Range(0, feed.Lines.Length).Sum(partition => Ledger(feed, folder, partition).Next);

    private static (long Next, string[] Lines) Ledger(TopicFeed feed, string folder, int partition)
    {
        var path = Directory.GetFiles(folder, $"*-{partition}").SingleOrDefault();
        string[] lines = path is null ? ["", ""] : File.ReadAllLines(path);
        return (long.TryParse(lines[1], CultureInfo.InvariantCulture, out var next) ? next : 0, lines[2..]);
    }

    // The offsets are those of the ends, where records were dropped.
    private async Task AssertLedgersAsync(TopicFeed feed, string folder)
    {
        foreach (var partition in Enumerable.Range(0, feed.Lines.Length))
        {
            feed.Send(partition, null);
        }

        feed.Flush();
        await Eventually.IsTrueAsync(
            () => Enumerable.Range(0, feed.Lines.Length).All(partition => Ledger(feed, folder, partition).Next == feed.Lines[partition].Count), "all offsets are stored", Limit, _cluster.Logs);
        for (var partition = 0; partition < feed.Lines.Length; partition++)
        {
            Assert.Equal(feed.Lines[partition].Where(line => line is not null), Ledger(feed, folder, partition).Lines);
        }
    }
}
