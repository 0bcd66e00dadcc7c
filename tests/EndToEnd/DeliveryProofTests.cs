using System.Globalization;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>
/// Numbered lines flow through a source, a topic and a sink without a pause while whoever has one of the tasks, or Kafka, is killed every few seconds. Run by hand: <c>eng/delivery-proof.sh</c>.
/// </summary>
[Collection(KafkaCollection.Name)]
public sealed class DeliveryProofTests : IAsyncDisposable
{
    private const int LineLength = 20;
    private const int LinesATime = 100;

    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly WorkFolder _folder = new();
    private readonly RealKafka _kafka;
    private readonly WorkerCluster _cluster;
    private int _lines;

    public DeliveryProofTests(RealKafka kafka)
    {
        _kafka = kafka;
        _cluster = new(kafka, _folder);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Rounds => ByHand.Setting("DELIVERY_ROUNDS", 20);

    private static int Lines => ByHand.Setting("DELIVERY_LINES", 1_000_000);

    private string Topic => $"{_cluster.Group}-proof";

    private string In => _folder.File("in.txt");

    private string Out => _folder.File("out.txt");

    [Theory(Explicit = true)]
    [InlineData("disabled")]
    [InlineData("enabled")]
    public async Task Nothing_is_missing_and_nothing_is_there_twice_where_that_is_promised(string exactlyOnce)
    {
        var isOnce = exactlyOnce == "enabled";
        var random = new Random(ByHand.Setting("DELIVERY_SEED", 1));
        await _cluster.StartAsync(2, $"--exactly.once.source.support={exactlyOnce}");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var feed = FeedAsync(end.Token);
        await _cluster.Up[0].CreateAsync("in", ("connector.class", "FileStreamSource"), ("file", In), ("topic", Topic), ("transaction.boundary", "interval"),
            ("transaction.boundary.interval.ms", "500"), ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"));
        await _cluster.Up[0].CreateAsync("out", ("connector.class", "FileStreamSink"), ("file", Out), ("topics", Topic), ("exactly.once", isOnce ? "true" : "false"),
            ("consumer.override.isolation.level", "read_committed"));
        for (var round = 1; round <= Rounds; round++)
        {
            await Task.Delay(RunTime, TimeProvider.System, Cancel);
            await KillAsync(round, random.Next(3));
            await _cluster.StartAsync(2 - _cluster.Up.Count, $"--exactly.once.source.support={exactlyOnce}");
            await _cluster.WaitAsync("both tasks run", tasks => tasks.Count == 2 && tasks.Values.All(task => task.State == "RUNNING"));
        }

        await end.CancelAsync();
        await feed;
        await WaitForLastLineAsync();
        using var topic = new TopicLines(_kafka.BootstrapServers, Topic);
        var written = await topic.ReadUntilAsync(Line(_lines - 1), _cluster.Logs);
        var copied = await File.ReadAllLinesAsync(Out, Cancel);
        ByHand.TellNow($"{_lines} lines, {written.Count} in the topic, {copied.Length} in the file.");
        Assert.Equal("", Missing(written));
        Assert.True(Missing(copied).Length == 0, $"Missing in the file: {Missing(copied)}\n{_cluster.Logs()}");
        if (isOnce)
        {
            Assert.Equal(await File.ReadAllLinesAsync(In, Cancel), written);
            Assert.Equal(written, copied);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    // In runs, so that what is lost shows when.
    private string Missing(IEnumerable<string> lines)
    {
        var there = new bool[_lines];
        foreach (var line in lines)
        {
            if (int.TryParse(line, CultureInfo.InvariantCulture, out var number) && line.Length == LineLength && number < _lines)
            {
                there[number] = true;
            }
        }

        var runs = new List<string>();
        for (var start = Array.IndexOf(there, false); start >= 0; start = Array.IndexOf(there, false, start))
        {
            var end = Array.IndexOf(there, true, start);
            end = end < 0 ? _lines : end;
            runs.Add($"{start}..{end - 1}");
            start = end;
        }

        return string.Join(' ', runs);
    }

    private static string Line(int number) => number.ToString($"D{LineLength}", CultureInfo.InvariantCulture);

    private async Task KillAsync(int round, int what)
    {
        if (what == 2)
        {
            ByHand.TellNow($"round {round}: Kafka is killed");
            _kafka.Kill();
            await _kafka.RestartAsync();
            return;
        }

        var task = what == 0 ? "in/0" : "out/0";
        var tasks = await _cluster.TasksAsync();
        var owner = _cluster.Up.FirstOrDefault(worker => worker.Id == tasks.GetValueOrDefault(task).Worker) ?? _cluster.Up[0];
        ByHand.TellNow($"round {round}: the worker of {task} is killed");
        await owner.KillAsync();
    }

    // A few lines at a time for as long as there are kills, so that each of them hits records on their way; then the rest.
    private async Task FeedAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested && _lines < Lines)
        {
            await AppendAsync(Math.Min(LinesATime, Lines - _lines));
            await Task.Delay(Pace, TimeProvider.System, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await AppendAsync(Lines - _lines);
    }

    private async Task AppendAsync(int count)
    {
        await File.AppendAllLinesAsync(In, Enumerable.Range(_lines, count).Select(Line), Cancel);
        _lines += count;
    }

    private Task WaitForLastLineAsync() => Eventually.IsTrueAsync(
        () => _folder.LastLine("out.txt", LineLength) == Line(_lines - 1),
        "the last line is copied",
        TimeSpan.FromMinutes(5),
        _cluster.Logs);
}
