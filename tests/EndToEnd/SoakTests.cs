using System.Globalization;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>
/// Three workers under steady load and one random fault every ten seconds, for SOAK_MINUTES. Run by hand: <c>eng/soak.sh 10</c>. The seed of the faults is printed, and taken
/// from SOAK_SEED.
/// </summary>
[Collection(KafkaCollection.Name)]
public sealed class SoakTests : IAsyncLifetime
{
    private const int Copies = 10;
    private const int Tasks = Copies * 2;
    private static readonly TimeSpan FaultInterval = TimeSpan.FromSeconds(10);

    private readonly WorkFolder _folder = new();
    private readonly WorkerCluster _cluster;
    private readonly HashSet<string> _explained = [];
    private int _lines;

    public SoakTests(RealKafka kafka) => _cluster = new(kafka, _folder);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Fact(Explicit = true)]
    public async Task Nothing_is_lost_and_every_task_runs_after_any_faults()
    {
        var (minutes, seed) = (Setting("SOAK_MINUTES", 1), Setting("SOAK_SEED", Environment.TickCount));
        var random = new Random(seed);
        TestContext.Current.SendDiagnosticMessage($"SOAK_SEED={seed}");
        await StartAsync(3);
        await CreateAsync();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var feeding = FeedAsync(ended.Token);
        using var timer = new PeriodicTimer(FaultInterval);
        for (var until = Now.AddMinutes(minutes); Now < until && await timer.WaitForNextTickAsync(Cancel);)
        {
            await DisturbAsync(random);
        }

        await ended.CancelAsync();
        await feeding;
        await _cluster.WaitUntilSharedAsync(Tasks);
        for (var copy = 0; copy < Copies; copy++)
        {
            await AssertAllCopiedAsync(copy);
        }

        AssertEveryMoveIsExplained();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    private async Task DisturbAsync(Random random)
    {
        var victim = _cluster.Up[random.Next(_cluster.Up.Count)];
        _explained.Add(victim.Id);
        var fault = random.Next(4);
        TestContext.Current.SendDiagnosticMessage($"{Now:T} fault {fault} on {victim.Id}");
        switch (fault)
        {
            case 0:
                await victim.KillAsync();
                break;
            case 1:
                await victim.StopAsync();
                break;
            case 2:
                await victim.FreezeAsync();
                await _cluster.WaitAsync("its tasks run elsewhere", tasks => tasks.Count == Tasks && tasks.Values.All(task => task.State == "RUNNING" && task.Worker != victim.Id), _cluster.Up.First(worker => worker != victim));
                await victim.ThawAsync();
                await victim.WaitForExitAsync();
                break;
            default:
                foreach (var worker in _cluster.Up)
                {
                    _explained.Add(worker.Id);
                    await worker.KillAsync();
                }

                break;
        }

        await StartAsync(3 - _cluster.Up.Count);
        await _cluster.WaitUntilSharedAsync(Tasks);
    }

    private async Task StartAsync(int count) => _explained.UnionWith((await _cluster.StartAsync(count)).Select(worker => worker.Id));

    private async Task CreateAsync()
    {
        for (var copy = 0; copy < Copies; copy++)
        {
            var (name, topic) = ($"{copy:D2}", $"{_cluster.Group}-{copy}");
            await File.WriteAllTextAsync(_folder.File($"in-{copy}.txt"), "", Cancel);
            await _cluster.Up[0].CreateAsync($"in-{name}", ("connector.class", "FileStreamSource"), ("file", _folder.File($"in-{copy}.txt")), ("topic", topic));
            await _cluster.Up[0].CreateAsync($"out-{name}", ("connector.class", "FileStreamSink"), ("file", _folder.File($"out-{copy}.txt")), ("topics", topic));
        }

        await _cluster.WaitUntilSharedAsync(Tasks);
    }

    private async Task FeedAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!cancellationToken.IsCancellationRequested)
        {
            var lines = Enumerable.Range(_lines, 20).Select(line => line.ToString("D12", CultureInfo.InvariantCulture)).ToList();
            for (var copy = 0; copy < Copies; copy++)
            {
                await File.AppendAllLinesAsync(_folder.File($"in-{copy}.txt"), lines, CancellationToken.None);
            }

            _lines += lines.Count;
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private Task AssertAllCopiedAsync(int copy) => Eventually.IsTrueAsync(
        () =>
        {
            using var stream = new FileStream(_folder.File($"out-{copy}.txt"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet().Count == _lines;
        },
        $"copy {copy} has all {_lines} lines",
        TimeSpan.FromSeconds(90),
        _cluster.Logs);

    private void AssertEveryMoveIsExplained()
    {
        var moves = _cluster.Logs().Split('\n').Where(line => line.Contains(" goes from ", StringComparison.Ordinal));
        Assert.All(moves, move => Assert.Contains(_explained, worker => move[move.LastIndexOf(": ", StringComparison.Ordinal)..].Contains(worker, StringComparison.Ordinal)));
    }

    private static int Setting(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : fallback;
}
