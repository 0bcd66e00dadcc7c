using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Transactions that a source leaves open: for longer than Kafka lets it, or because its worker was frozen in the midst of one.</summary>
[Collection(KafkaCollection.Name)]
public sealed class OpenTransactionsTests : IAsyncDisposable
{
    private const string Enabled = "--exactly.once.source.support=enabled";
    private const int Count = 300;

    private readonly WorkFolder _folder = new();
    private readonly RealKafka _kafka;
    private readonly WorkerCluster _cluster;

    public OpenTransactionsTests(RealKafka kafka)
    {
        _kafka = kafka;
        _cluster = new(kafka, _folder);
    }

    // Every third batch of ten is thrown away.
    private static IEnumerable<string> Kept => Enumerable.Range(0, Count).Where(number => number / 10 % 3 != 2).Select(number => $"0:{number}");

    private static string Plugins => $"--plugin.path={BuildOutput.Of("OrleansConnect.Tests.Plugins")}";

    private string Topic => $"{_cluster.Group}-open";

    [Fact]
    public async Task A_worker_that_wakes_in_the_midst_of_one_after_its_successor_has_started_is_never_seen()
    {
        await _cluster.StartAsync(2, Enabled, Plugins);
        await _cluster.Up[0].CreateAsync("open", CountingForever());
        using var all = new TopicLines(_kafka.BootstrapServers, Topic, isUncommitted: true);
        using var committed = new TopicLines(_kafka.BootstrapServers, Topic);
        await all.ReadAsync(50, _cluster.Logs);
        var owner = (await _cluster.TasksAsync())["open/0"].Worker;
        var frozen = _cluster.Up.First(worker => worker.Id == owner);
        var other = _cluster.Up.First(worker => worker != frozen);

        await frozen.FreezeAsync();
        await _cluster.WaitAsync("its task runs elsewhere", tasks => tasks["open/0"] is var task && task.State == "RUNNING" && task.Worker == other.Id, other);
        await other.PatchAsync("open", ("ends", "true"), ("count", $"{Count}"));
        await committed.ReadAsync(1, _cluster.Logs);
        await frozen.ThawAsync();
        await frozen.WaitForExitAsync();

        Assert.Equal(Kept, await committed.ReadAsync(Kept.Count(), _cluster.Logs));
        await all.ReadUntilAsync(lines => lines.Count(line => line == "0:0") > 1, "the topic has what the worker had written, and its successor's", _cluster.Logs);
    }

    [Fact]
    public async Task One_that_outlives_its_timeout_is_aborted_and_the_task_tells_what_to_change_and_goes_on_from_the_one_before()
    {
        var port = FreePorts.Next();
        await using var worker = await Worker.StartReadyAsync(
            _folder.Path,
            ["distributed", $"--data-dir={_folder.File("data")}", $"--embedded.kafka.port={port}", $"--group.id={_cluster.Group}", Enabled, Plugins,
                "--value.converter=org.apache.kafka.connect.storage.StringConverter"]);
        using var committed = new TopicLines($"127.0.0.1:{port}", Topic);

        await worker.CreateAsync("open", [.. CountingForever(), ("producer.override.transaction.timeout.ms", "1500")]);

        var trace = await worker.TaskTraceAsync("open");
        Assert.Contains("producer transaction expired: 'transaction.timeout.ms' is 1500.", trace, StringComparison.Ordinal);
        Assert.Contains("raise 'producer.override.transaction.timeout.ms'", trace, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(
            () => worker.Log.Contains("it was open for longer than its timeout", StringComparison.Ordinal), "the log tells why it was aborted", details: () => worker.Log);
        await worker.PatchAsync("open", ("ends", "true"), ("count", $"{Count}"));
        Assert.Equal(Kept, await committed.ReadAsync(Kept.Count(), () => worker.Log));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    private (string, string)[] CountingForever() =>
    [
        ("connector.class", "OrleansConnect.Tests.Plugins.CountingSourceConnector"), ("count", "1000000"), ("ends", "false"), ("exactly.once.support", "required"),
        ("transaction.boundary", "connector"), ("topic", Topic), ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"),
    ];
}
