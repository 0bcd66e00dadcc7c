using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Confluent.Kafka;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Workers that die, freeze, leave and come: who has their tasks then, and what became of the records.</summary>
[Collection(KafkaCollection.Name)]
public sealed class FailoverTests : IAsyncLifetime
{
    private const int Tasks = 30;

    // What is promised is a fifth and a half of it, on a machine that has nothing else to do: see eng/failover-figures.sh.
    private static readonly TimeSpan LimitOfLoss = TimeSpan.FromSeconds(10);

    private readonly WorkFolder _folder = new();
    private readonly WorkerCluster _cluster;
    private readonly RealKafka _kafka;
    private int _lines;

    public FailoverTests(RealKafka kafka)
    {
        _kafka = kafka;
        _cluster = new(kafka, _folder);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_tasks_of_killed_workers_run_elsewhere_and_nobody_elses_restart()
    {
        await _cluster.StartAsync(3);
        await CopyLinesAsync(1000);
        await _cluster.GenerateAsync("first", 14);
        await _cluster.GenerateAsync("second", Tasks - 16);
        await _cluster.WaitUntilSharedAsync(Tasks);

        // The one that holds the cluster grain is among the two that are killed one after the other; it does not matter when.
        for (var survivors = 2; survivors > 0; survivors--)
        {
            var before = await _cluster.TasksAsync();
            var victim = _cluster.Up[0];
            await AppendLinesAsync(1000);
            var lost = await _cluster.LoseAsync(victim, isKilled: true, Tasks);
            await _cluster.WaitUntilSharedAsync(Tasks);
            AssertInTime(lost, "kill -9");
            AssertOnlyMoved(before, victim);
        }

        await AssertNothingLostAsync();
    }

    [Fact]
    public async Task A_frozen_worker_is_replaced_and_ends_when_it_wakes()
    {
        await _cluster.StartAsync(3);
        await CopyLinesAsync(1000);
        await _cluster.GenerateAsync("gen", Tasks - 2);
        await _cluster.WaitUntilSharedAsync(Tasks);
        var before = await _cluster.TasksAsync();
        var frozen = _cluster.Up.Single(worker => worker.Id == before["in/0"].Worker);

        await AppendLinesAsync(1000);
        var lost = await _cluster.LoseAsync(frozen, isKilled: false, Tasks);

        AssertInTime(lost, "SIGSTOP");
        AssertOnlyMoved(before, frozen);
        await AppendLinesAsync(1000);
        await frozen.ThawAsync();
        await frozen.WaitForExitAsync();
        await AssertNothingLostAsync();
    }

    [Fact]
    public async Task A_worker_that_joins_takes_its_share_and_one_that_is_stopped_hands_over_so_that_nothing_repeats()
    {
        await _cluster.StartAsync(2);
        await CopyLinesAsync(1000);
        await _cluster.GenerateAsync("gen", 4);
        await _cluster.WaitUntilSharedAsync(6);

        for (var round = 0; round < 2; round++)
        {
            var before = await _cluster.TasksAsync();
            var starts = await StartsAsync(before);
            var leaving = _cluster.Up[0];
            await _cluster.StartAsync(1);
            await AppendLinesAsync(1000);
            await _cluster.WaitUntilSharedAsync(6);
            var after = await _cluster.TasksAsync();
            Assert.Equal(2, after.Count(task => before[task.Key].Worker != task.Value.Worker));
            Assert.All(starts, worker => Assert.All(
                after.Where(task => task.Value.Worker == worker.Key.Id), task => Assert.Equal(worker.Value[task.Key], WorkerCluster.StartsOn(worker.Key)[task.Key])));
            Assert.Equal(0, await leaving.StopAsync());
            await AppendLinesAsync(1000);
            await _cluster.WaitUntilSharedAsync(6);
        }

        await AssertNothingLostAsync();
        Assert.Equal(_lines, (await File.ReadAllLinesAsync(_folder.File("out.txt"), Cancel)).Length);
    }

    [Fact]
    public async Task A_failed_task_stays_failed_and_everything_comes_back_when_all_workers_were_killed()
    {
        await _cluster.StartAsync(2);
        await _cluster.GenerateAsync("gen", 3);
        await _cluster.Up[0].CreateAsync("bad", ("connector.class", "FileStreamSink"), ("file", "/no/such/folder/file"), ("topics", _cluster.Group));
        await _cluster.Up[0].CreateAsync("elsewhere", ("connector.class", "DatagenSource"), ("topic", _cluster.Group), ("quickstart", "orders"), ("placement.labels", "gpu"),
            ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"));
        await _cluster.WaitAsync("the bad task failed", tasks => tasks.GetValueOrDefault("bad/0").State == "FAILED" && tasks.Count == 4);

        foreach (var worker in _cluster.Up)
        {
            await worker.KillAsync();
        }

        await _cluster.StartAsync(1);
        await _cluster.WaitAsync("the others run again", tasks => tasks.Count(task => task.Value.State == "RUNNING" && task.Value.Worker == _cluster.Up[0].Id) == 3);
        Assert.Equal("FAILED", (await _cluster.TasksAsync())["bad/0"].State);
        Assert.Contains("/no/such/folder/file", await _cluster.Up[0].TaskTraceAsync("bad"), StringComparison.Ordinal);
        var status = await _cluster.Up[0].StatusAsync("elsewhere");
        Assert.Contains("gpu", status?.GetProperty("connector").GetProperty("trace").GetString(), StringComparison.Ordinal);
        await _cluster.StartAsync(1, "--worker.labels=gpu");
        await _cluster.WaitAsync("the labelled worker has it", tasks => tasks.GetValueOrDefault("elsewhere/0") == ("RUNNING", _cluster.Up[1].Id));
        var overview = await _cluster.Up[0].Rest.GetFromJsonAsync<JsonElement>("/cluster", Cancel);
        Assert.Equal(2, overview.GetProperty("workers").GetArrayLength());
        Assert.Empty(overview.GetProperty("unassigned").EnumerateArray());
    }

    [Fact]
    public async Task A_sink_by_regex_gets_new_topics_and_Kafkas_tools_show_its_lag()
    {
        await _cluster.StartAsync(1);
        await _cluster.Up[0].CreateAsync("sink", ("connector.class", "FileStreamSink"), ("file", _folder.File("out.txt")), ("topics.regex", $"{_cluster.Group}-new-.*"), ("tasks.max", "2"));
        await _cluster.WaitAsync("both tasks run", tasks => tasks.Count(task => task.Value.State == "RUNNING") == 2);

        await AppendLinesAsync(10);
        await _cluster.Up[0].CreateAsync("in", ("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), ("topic", $"{_cluster.Group}-new-topic"),
            ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"));

        await AssertNothingLostAsync();
        await Eventually.IsTrueAsync(
            async () => (await DescribeGroupAsync("connect-sink")).Contains($"{_cluster.Group}-new-topic 0 10 10 0", StringComparison.Ordinal), "the tool shows no lag", TimeSpan.FromSeconds(90), _cluster.Logs);

        // A commit that somebody sent before he lost the partition, and that arrives late.
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _kafka.BootstrapServers }).SetLogHandler((_, _) => { }).Build();
        await admin.AlterConsumerGroupOffsetsAsync([new("connect-sink", [new($"{_cluster.Group}-new-topic", 0, 3)])]);
        await AppendLinesAsync(10);

        await AssertNothingLostAsync();
        await Eventually.IsTrueAsync(
            async () => (await DescribeGroupAsync("connect-sink")).Contains($"{_cluster.Group}-new-topic 0 20 20 0", StringComparison.Ordinal),
            "the owner's next commit puts the late one right",
            TimeSpan.FromSeconds(90),
            _cluster.Logs);
        Assert.Equal(_lines, (await ReadAsync(_folder.File("out.txt"))).Length);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    private static void AssertInTime(TimeSpan lost, string fault)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{fault}: the tasks ran elsewhere after {lost.TotalSeconds:0.0} s.");
        Assert.True(lost < LimitOfLoss, $"The tasks ran elsewhere after {lost}.");
    }

    private void AssertOnlyMoved(Dictionary<string, (string State, string Worker)> before, Worker gone)
    {
        foreach (var survivor in _cluster.Up.Where(worker => worker != gone))
        {
            var starts = WorkerCluster.StartsOn(survivor);
            Assert.All(before.Where(task => task.Value.Worker == survivor.Id), task => Assert.Equal(1, starts.GetValueOrDefault(task.Key)));
        }
    }

    // How often each worker has started its tasks, once its log tells of all of them.
    private async Task<Dictionary<Worker, Dictionary<string, int>>> StartsAsync(Dictionary<string, (string State, string Worker)> tasks)
    {
        await Eventually.IsTrueAsync(
            () => _cluster.Up.All(worker => tasks.Where(task => task.Value.Worker == worker.Id).All(task => WorkerCluster.StartsOn(worker).ContainsKey(task.Key))),
            "the workers' logs tell of all starts");
        return _cluster.Up.ToDictionary(worker => worker, WorkerCluster.StartsOn);
    }

    private async Task CopyLinesAsync(int count)
    {
        await AppendLinesAsync(count);
        await _cluster.CopyAsync(_folder.File("in.txt"), _folder.File("out.txt"));
    }

    private async Task AppendLinesAsync(int count)
    {
        await File.AppendAllLinesAsync(_folder.File("in.txt"), Enumerable.Range(_lines, count).Select(line => line.ToString("D12", CultureInfo.InvariantCulture)), Cancel);
        _lines += count;
    }

    private Task AssertNothingLostAsync() => Eventually.IsTrueAsync(
        async () => File.Exists(_folder.File("out.txt")) && (await ReadAsync(_folder.File("out.txt"))).ToHashSet().Count == _lines,
        $"all {_lines} lines are copied",
        TimeSpan.FromSeconds(90),
        _cluster.Logs);

    private static async Task<string[]> ReadAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<string> DescribeGroupAsync(string group)
    {
        var tool = Path.Combine(Environment.GetEnvironmentVariable("KAFKA_HOME") ?? "", "bin", "kafka-consumer-groups.sh");
        using var process = Process.Start(new ProcessStartInfo(tool, ["--bootstrap-server", _kafka.BootstrapServers, "--describe", "--group", group])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var text = await (process?.StandardOutput.ReadToEndAsync(Cancel) ?? Task.FromResult(""));
        return string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
    }
}
