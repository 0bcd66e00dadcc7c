using Confluent.Kafka;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Who is given what, by workers that nobody disturbs.</summary>
[Collection(KafkaCollection.Name)]
public sealed class PlacementTests : IAsyncLifetime
{
    private readonly WorkFolder _folder = new();
    private readonly WorkerCluster _cluster;
    private readonly RealKafka _kafka;

    public PlacementTests(RealKafka kafka)
    {
        _kafka = kafka;
        _cluster = new(kafka, _folder);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Added_partitions_are_handed_over_and_no_task_restarts()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _kafka.BootstrapServers }).Build();
        var topic = $"{_cluster.Group}-grows";
        await admin.CreateTopicsAsync([new() { Name = topic, NumPartitions = 2, ReplicationFactor = 1 }]);
        await _cluster.StartAsync(2);
        await _cluster.Up[0].CreateAsync("sink", ("connector.class", "FileStreamSink"), ("file", _folder.File("out.txt")), ("topics", topic), ("tasks.max", "2"));
        await _cluster.WaitUntilSharedAsync(2);
        await ProduceAsync(topic, partitions: 2);
        await WaitForLinesAsync(2);

        await admin.CreatePartitionsAsync([new() { Topic = topic, IncreaseTo = 6 }]);
        await ProduceAsync(topic, partitions: 6);

        await WaitForLinesAsync(6);
        Assert.Equal([1, 1], _cluster.Up.SelectMany(worker => WorkerCluster.StartsOn(worker).Values));
    }

    [Fact]
    public async Task A_task_that_counts_as_much_as_three_has_a_worker_for_itself_and_moves_where_it_asks_to()
    {
        await _cluster.StartAsync(1);
        await _cluster.StartAsync(1, "--worker.labels=gpu");
        var (first, second) = (_cluster.Up[0], _cluster.Up[1]);
        await _cluster.GenerateAsync("heavy", 1, ("placement.weight", "3"));
        await _cluster.GenerateAsync("light", 3);
        await _cluster.WaitAsync(
            "the heavy task is alone",
            tasks => tasks.Count == 4 && tasks.Values.All(task => task.State == "RUNNING") && tasks.Count(task => task.Value.Worker == tasks["heavy/0"].Worker) == 1);

        await _cluster.GenerateAsync("far", 1, ("placement.labels", "gpu, moon"));
        var far = (await first.StatusAsync("far"))?.GetProperty("connector");
        Assert.Equal("UNASSIGNED", far?.GetProperty("state").GetString());
        Assert.Contains("worker.labels=gpu,moon", far?.GetProperty("trace").GetString(), StringComparison.Ordinal);

        foreach (var name in (string[])["far", "heavy"])
        {
            await first.PatchAsync(name, ("placement.labels", "gpu"));
            await _cluster.WaitAsync("it is where it may be", tasks => tasks.GetValueOrDefault($"{name}/0") == ("RUNNING", second.Id));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task The_work_of_a_worker_that_died_waits_for_somebody_new_where_that_is_asked_for(int dying)
    {
        const string TenMinutes = "--scheduled.rebalance.max.delay.ms=600000";
        await _cluster.StartAsync(2, TenMinutes);
        await _cluster.GenerateAsync("gen", 4);
        await _cluster.WaitUntilSharedAsync(4);
        var victim = _cluster.Up[dying];

        await victim.KillAsync();

        await _cluster.WaitAsync("its tasks wait", tasks => tasks.Values.Count(task => task.State == "UNASSIGNED") == 2 && tasks.Values.Count(task => task.State == "RUNNING") == 2);
        await _cluster.StartAsync(1, TenMinutes);
        await _cluster.WaitUntilSharedAsync(4);
        Assert.Equal([1, 1], WorkerCluster.StartsOn(_cluster.Up[0]).Values);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ProduceAsync(string topic, int partitions)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = _kafka.BootstrapServers, TopicMetadataRefreshIntervalMs = 500 }).Build();
        for (var partition = 0; partition < partitions; partition++)
        {
            await producer.ProduceAsync(new TopicPartition(topic, partition), new() { Value = $"{partitions}-{partition}" }, Cancel);
        }
    }

    // Of each round a line a partition.
    private Task WaitForLinesAsync(int partitions) => Eventually.IsTrueAsync(
        async () => File.Exists(_folder.File("out.txt"))
            && (await File.ReadAllLinesAsync(_folder.File("out.txt"), Cancel)).Count(line => line.StartsWith($"{partitions}-", StringComparison.Ordinal)) == partitions,
        $"lines of {partitions} partitions are written",
        TimeSpan.FromSeconds(90),
        _cluster.Logs);
}
