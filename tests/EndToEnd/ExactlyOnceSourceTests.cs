using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;
using OrleansConnect.Tests.Integration.KafkaState;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Sources that deliver exactly once, for readers of committed records, whatever is killed, frozen or reconfigured meanwhile.</summary>
[Collection(KafkaCollection.Name)]
public sealed class ExactlyOnceSourceTests : IAsyncDisposable
{
    private const string Enabled = "--exactly.once.source.support=enabled";
    private const string CountingSource = "OrleansConnect.Tests.Plugins.CountingSourceConnector";

    // Confluent.Kafka has no name for it; librdkafka has.
    private const ResourceType TransactionalId = (ResourceType)5;
    private const int LinesARound = 20_000;

    private readonly WorkFolder _folder = new();
    private readonly RealKafka _kafka;
    private readonly WorkerCluster _cluster;
    private int _lines;

    public ExactlyOnceSourceTests(RealKafka kafka)
    {
        _kafka = kafka;
        _cluster = new(kafka, _folder);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Topic => $"{_cluster.Group}-once";

    [Theory]
    [InlineData("poll", "kill")]
    [InlineData("interval", "stop")]
    public async Task Every_line_is_there_once_and_in_order_when_workers_and_Kafka_are_killed_and_stopped(string boundary, string end)
    {
        await StartAsync(2);
        await AppendAsync();
        await _cluster.Up[0].CreateAsync("in", [("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), .. Once(boundary), .. Topics()]);
        using var copied = new TopicLines(_kafka.BootstrapServers, Topic);

        for (var round = 0; round < 3; round++)
        {
            // Somewhere in what was appended last.
            await copied.ReadAsync(_lines - LinesARound + 1, _cluster.Logs);
            await AppendAsync();
            await (round == 1 ? KillKafkaAsync() : EndOwnerAsync("in", round == 0 ? "kill" : end));
        }

        var lines = await copied.ReadAsync(_lines, _cluster.Logs);
        Assert.Equal(await File.ReadAllLinesAsync(_folder.File("in.txt"), Cancel), lines);
    }

    [Fact]
    public async Task What_a_frozen_worker_writes_when_it_wakes_is_never_seen_though_its_tasks_were_divided_anew()
    {
        const int partitions = 4;
        const int count = 3000;
        await StartAsync(2);
        await CountAsync("count", partitions, count, "interval", 3);
        await _cluster.WaitAsync("all tasks run", tasks => tasks.Count == 3 && tasks.Values.All(task => task.State == "RUNNING"));
        using var counted = new TopicLines(_kafka.BootstrapServers, Topic);
        await counted.ReadAsync(1, _cluster.Logs);
        var owner = (await _cluster.TasksAsync())["count/0"].Worker;
        var frozen = _cluster.Up.First(worker => worker.Id == owner);
        var other = _cluster.Up.First(worker => worker != frozen);

        await frozen.FreezeAsync();
        await _cluster.WaitAsync("its tasks run elsewhere", tasks => tasks.Values.All(task => task.State == "RUNNING" && task.Worker == other.Id), other);
        await other.PatchAsync("count", ("tasks.max", "2"));
        await _cluster.WaitAsync("two tasks run", tasks => tasks.Count == 2 && tasks.Values.All(task => task.State == "RUNNING"), other);
        await frozen.ThawAsync();

        AssertCounted(await counted.ReadAsync(partitions * count, _cluster.Logs), partitions, Enumerable.Range(0, count));
        await frozen.WaitForExitAsync();
    }

    [Fact]
    public async Task A_connector_says_where_its_transactions_end_and_what_it_throws_away_is_neither_seen_nor_read_again()
    {
        const int count = 600;
        await StartAsync(1);
        await CountAsync("own", 2, count, "connector", 1);
        using var counted = new TopicLines(_kafka.BootstrapServers, Topic);
        await counted.ReadAsync(100, _cluster.Logs);
        await EndOwnerAsync("own");

        // Every third batch of ten is thrown away.
        int[] kept = [.. Enumerable.Range(0, count).Where(number => number / 10 % 3 != 2)];
        AssertCounted(await counted.ReadAsync(2 * kept.Length, _cluster.Logs), 2, kept);
    }

    [Fact]
    public async Task A_connector_keeps_its_offsets_in_a_topic_of_its_own_and_may_not_write_records_there()
    {
        await StartAsync(1);
        await AppendAsync();
        await _cluster.Up[0].CreateAsync("in", [("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), .. Once("poll"), .. Topics(), ("offsets.storage.topic", $"{Topic}-offsets")]);
        using var copied = new TopicLines(_kafka.BootstrapServers, Topic);
        await copied.ReadAsync(_lines, _cluster.Logs);
        await EndOwnerAsync("in");
        await AppendAsync();
        await copied.ReadAsync(_lines, _cluster.Logs);

        await _cluster.Up[0].CreateAsync("bad", [("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), ("topic", $"{Topic}-offsets"), .. Once("poll"), ("offsets.storage.topic", $"{Topic}-offsets")]);

        Assert.Contains("may not produce to their own offsets topics", await _cluster.Up[0].TaskTraceAsync("bad"), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllLinesAsync(_folder.File("in.txt"), Cancel), await copied.ReadAsync(_lines, _cluster.Logs));
        using var offsets = new TopicLines(_kafka.BootstrapServers, $"{Topic}-offsets", partitions: 2);
        Assert.Contains(await offsets.ReadAsync(1, _cluster.Logs), value => value.Contains("position", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_batch_with_a_record_that_is_refused_is_not_seen_and_comes_whole_when_that_was_mended()
    {
        string[] lines = ["before", new('x', 5000), "after"];
        await File.WriteAllLinesAsync(_folder.File("in.txt"), lines, Cancel);
        await StartAsync(1);
        await _cluster.Up[0].CreateAsync("in", [("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), .. Once("interval"), .. Topics(), ("producer.override.max.request.size", "2000")]);
        Assert.Contains("could not write a record to topic", await _cluster.Up[0].TaskTraceAsync("in"), StringComparison.Ordinal);

        await _cluster.Up[0].PatchAsync("in", ("producer.override.max.request.size", "100000"));

        using var copied = new TopicLines(_kafka.BootstrapServers, Topic);
        Assert.Equal(lines, await copied.ReadAsync(lines.Length, _cluster.Logs));
    }

    [Fact]
    public async Task A_principal_that_may_not_use_transactional_ids_is_told_which_right_it_lacks_and_tasks_go_on_once_it_has_it()
    {
        await StartAsync(1);
        await CountAsync("count", 2, 1000, "interval", 2);
        await _cluster.WaitAsync("two tasks run", tasks => tasks.Count == 2 && tasks.Values.All(task => task.State == "RUNNING"));
        await AppendAsync();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _kafka.BootstrapServers }).Build();
        await DenyAsync(admin);

        await _cluster.Up[0].CreateAsync("in", [("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), .. Once("poll"), .. Topics()]);
        Assert.Contains(Lacks("in-0"), await _cluster.Up[0].TaskTraceAsync("in"), StringComparison.Ordinal);
        await _cluster.Up[0].PatchAsync("count", ("tasks.max", "1"));
        await Eventually.IsTrueAsync(
            async () => await _cluster.Up[0].StatusAsync("count") is { } status && status.TryGetProperty("orleans", out var own) && own.TryGetProperty("trouble", out var trouble)
                && trouble.GetString() is { } text && text.Contains("The 2 tasks that connector 'count' had before could not be fenced", StringComparison.Ordinal)
                && (text.Contains(Lacks("count-0"), StringComparison.Ordinal) || text.Contains(Lacks("count-1"), StringComparison.Ordinal)),
            "the status tells that the tasks could not be fenced",
            details: () => _cluster.Up[0].Details);

        await admin.DeleteAclsAsync([new() { PatternFilter = Denied.ToFilter(), EntryFilter = new() { PermissionType = AclPermissionType.Any, Operation = AclOperation.Any } }]);
        await _cluster.WaitAsync("one task runs", tasks => tasks.Count(task => task.Key.StartsWith("count/", StringComparison.Ordinal)) == 1 && tasks["count/0"].State == "RUNNING");

        // What failed stays so until it is asked for.
        Assert.Equal("FAILED", await _cluster.Up[0].TaskStateAsync("in"));
        using var restarted = await _cluster.Up[0].Rest.PostAsync("/connectors/in/tasks/0/restart", null, Cancel);
        await _cluster.WaitAsync("the failed task runs", tasks => tasks["in/0"].State == "RUNNING");
    }

    [Fact]
    public async Task The_embedded_Kafka_does_it_too_though_it_is_killed_with_its_worker()
    {
        var port = FreePorts.Next();
        string[] arguments =
        [
            "distributed", $"--data-dir={_folder.File("data")}", $"--embedded.kafka.port={port}", $"--group.id={_cluster.Group}", Enabled, "--value.converter=org.apache.kafka.connect.storage.StringConverter",
        ];
        await AppendAsync();
        using var copied = new TopicLines($"127.0.0.1:{port}", Topic);
        await using (var first = await Worker.StartReadyAsync(_folder.Path, arguments))
        {
            await first.CreateAsync("in", [("connector.class", "FileStreamSource"), ("file", _folder.File("in.txt")), .. Once("interval"), .. Topics()]);
            await copied.ReadAsync(_lines / 2, () => first.Log);
            await AppendAsync();
            await first.KillAsync();
        }

        await using var second = await Worker.StartReadyAsync(_folder.Path, arguments);
        Assert.Equal(await File.ReadAllLinesAsync(_folder.File("in.txt"), Cancel), await copied.ReadAsync(_lines, () => second.Log));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    private static (string, string)[] Once(string boundary) =>
        [("exactly.once.support", "required"), ("transaction.boundary", boundary), ("transaction.boundary.interval.ms", "300")];

    private static void AssertCounted(IReadOnlyList<string> lines, int partitions, IEnumerable<int> numbers)
    {
        foreach (var partition in Enumerable.Range(0, partitions))
        {
            Assert.Equal(numbers.Select(number => $"{partition}:{number}"), lines.Where(line => line.StartsWith($"{partition}:", StringComparison.Ordinal)));
        }
    }

    private (string, string)[] Topics() => [("topic", Topic), ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1")];

    private Task<Worker[]> StartAsync(int workers) => _cluster.StartAsync(workers, Enabled, $"--plugin.path={BuildOutput.Of("OrleansConnect.Tests.Plugins")}");

    private Task CountAsync(string name, int partitions, int count, string boundary, int tasks) => _cluster.Up[0].CreateAsync(
        name, [("connector.class", CountingSource), ("tasks.max", $"{tasks}"), ("partitions", $"{partitions}"), ("count", $"{count}"), .. Once(boundary), .. Topics()]);

    private ResourcePattern Denied => new() { Type = TransactionalId, Name = _cluster.Group, ResourcePatternType = ResourcePatternType.Prefixed };

    private string Lacks(string task) =>
        $"Allow the principal of the producer the operations Write and Describe on transactional id '{_cluster.Group}-{task}', and see that no ACL denies them.";

    // Until the broker knows.
    private async Task DenyAsync(IAdminClient admin)
    {
        var deny = new AccessControlEntry { Principal = "User:ANONYMOUS", Host = "*", Operation = AclOperation.Write, PermissionType = AclPermissionType.Deny };
        await admin.CreateAclsAsync([new() { Pattern = Denied, Entry = deny }]);
        var filter = new AclBindingFilter { PatternFilter = Denied.ToFilter(), EntryFilter = deny.ToFilter() };
        await Eventually.IsTrueAsync(async () => (await admin.DescribeAclsAsync(filter)).AclBindings.Count == 1, "the broker denies it");
    }

    private async Task EndOwnerAsync(string connector, string how = "kill")
    {
        var tasks = await _cluster.TasksAsync();
        var owner = _cluster.Up.First(worker => worker.Id == tasks[$"{connector}/0"].Worker);
        if (how == "kill")
        {
            await owner.KillAsync();
        }
        else
        {
            Assert.Equal(0, await owner.StopAsync());
        }

        await StartAsync(1);
    }

    private async Task KillKafkaAsync()
    {
        _kafka.Kill();
        await _kafka.RestartAsync();
    }

    private async Task AppendAsync()
    {
        await File.AppendAllLinesAsync(_folder.File("in.txt"), Enumerable.Range(_lines, LinesARound).Select(line => line.ToString("D12", CultureInfo.InvariantCulture)), Cancel);
        _lines += LinesARound;
    }
}
