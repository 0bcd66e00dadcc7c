using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>What exactly once costs a file source, in turns with at least once. Run by hand: <c>eng/exactly-once-cost.sh</c>.</summary>
[Collection(KafkaCollection.Name)]
public sealed class ExactlyOnceCostTests(RealKafka kafka) : IDisposable
{
    private const int LineLength = 100;

    // What the worker's default, a minute, comes to under Kafka's default for the longest transaction; the tests' workers have another one.
    private const string DefaultIntervalMs = "30000";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Rounds => ByHand.Setting("COST_ROUNDS", 3);

    private static int Lines => ByHand.Setting("COST_LINES", 3_000_000);

    private string In => _folder.File("in.txt");

    /// <summary>COST_ROUNDS of each, 3 unless given, of COST_LINES lines, three million unless given.</summary>
    [Fact(Explicit = true)]
    public async Task Records_a_second_with_and_without()
    {
        await File.WriteAllLinesAsync(In, Enumerable.Range(0, Lines).Select(line => line.ToString($"D{LineLength}", CultureInfo.InvariantCulture)), Cancel);
        await RunAsync("disabled"); // the first one warms up Kafka
        var (without, with) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            without.Add(await RunAsync("disabled"));
            with.Add(await RunAsync("enabled"));
            ByHand.Tell($"round {round + 1}: at least once {without[^1]:N0} records/s, exactly once {with[^1]:N0}");
        }

        ByHand.Tell($"exactly once has {with.Average() / without.Average():P1} of the throughput of at least once");
    }

    public void Dispose() => _folder.Dispose();

    // A cluster, and so a group and a topic, for each run.
    private async Task<double> RunAsync(string exactlyOnce)
    {
        using var folder = new WorkFolder();
        await using var cluster = new WorkerCluster(kafka, folder);
        await cluster.StartAsync(1, $"--exactly.once.source.support={exactlyOnce}");
        using var readers = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = cluster.Group, IsolationLevel = IsolationLevel.ReadUncommitted }).Build();
        var topic = $"{cluster.Group}-cost";
        var started = Stopwatch.StartNew();
        await cluster.Up[0].CreateAsync("in", ("connector.class", "FileStreamSource"), ("file", In), ("topic", topic), ("transaction.boundary", "interval"), ("transaction.boundary.interval.ms", DefaultIntervalMs),
            ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"));
        await cluster.WaitAsync("the task runs", tasks => tasks.Count == 1 && tasks.Values.All(task => task.State == "RUNNING"));
        while (End(readers, topic) < Lines)
        {
            await Task.Delay(Look, TimeProvider.System, Cancel);
        }

        return Lines / started.Elapsed.TotalSeconds;
    }

    // Records that were written count, as without transactions.
    private static long End(IConsumer<byte[], byte[]> readers, string topic)
    {
        try
        {
            return readers.QueryWatermarkOffsets(new(topic, 0), TimeSpan.FromSeconds(10)).High.Value;
        }
        catch (KafkaException)
        {
            return 0; // the topic is not there yet
        }
    }
}
