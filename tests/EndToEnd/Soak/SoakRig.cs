using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd.Soak;

/// <summary>Three workers that copy ten files through Kafka while lines are appended and faults happen.</summary>
internal sealed class SoakRig : IAsyncDisposable
{
    private const int Workers = 3;
    private const int Copies = 10;

    /// <summary>How many workers there are at most at a time.</summary>
    public const int WorkersMax = Workers + 1;

    private const int Tasks = Copies * 2;
    private static readonly TimeSpan HiccupTime = TimeSpan.FromSeconds(1);

    private readonly RealKafka _kafka;
    private readonly TestNetwork? _network;
    private readonly WorkFolder _folder = new();
    private readonly WorkerCluster _cluster;
    private readonly MoveReasons _reasons = new();
    private readonly CopiedFile[] _files;
    private readonly CancellationTokenSource _ended = new();
    private Task _feeding = Task.CompletedTask;

    /// <param name="kafka">The Kafka of the workers.</param>
    /// <param name="network">Where they can be cut off from it and from each other; null where that is not permitted.</param>
    public SoakRig(RealKafka kafka, TestNetwork? network)
    {
        _kafka = kafka;
        _network = network;
        _cluster = new(kafka, _folder, network);
        _files = [.. Enumerable.Range(0, Copies).Select(copy => new CopiedFile(_folder, $"{copy:D2}"))];
    }

    /// <summary>What can be done to it.</summary>
    public Fault[] Faults => [.. Enum.GetValues<Fault>().Where(fault => _network is not null || fault is not (Fault.CutFromKafka or Fault.CutFromPeers))];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task StartAsync()
    {
        await StartWorkersAsync(Workers);
        foreach (var file in _files)
        {
            await file.CreateConnectorsAsync(_cluster);
        }

        await _cluster.WaitUntilSharedAsync(Tasks);
        _feeding = FeedAsync(_ended.Token);
    }

    /// <summary>Does that, and waits until three workers share the tasks evenly again.</summary>
    public async Task DisturbAsync(Fault fault, Random random)
    {
        var victim = _cluster.Up[random.Next(_cluster.Up.Count)];
        ByHand.TellNow($"{fault} ({victim.Id})");
        switch (fault)
        {
            case Fault.Kill:
                await KillAsync(victim);
                break;
            case Fault.Stop:
                await StopAsync(victim);
                break;
            case Fault.Freeze:
                await FreezeAsync(victim);
                break;
            case Fault.Hiccup:
                await HiccupAsync(victim);
                break;
            case Fault.Join:
                await StartWorkersAsync(Workers + 1);
                await _cluster.WaitUntilSharedAsync(Tasks);
                await StopAsync(victim);
                break;
            case Fault.RollingRestart:
                await ReplaceAllAsync();
                break;
            case Fault.KillAll:
                await Task.WhenAll(_cluster.Up.Select(KillAsync));
                break;
            case Fault.KillKafka:
                _kafka.Kill();
                await _kafka.RestartAsync();
                break;
            default:
                await CutOffAsync(victim, isFromKafka: fault == Fault.CutFromKafka);
                break;
        }

        await StartWorkersAsync(Workers);
        await _cluster.WaitUntilSharedAsync(Tasks);
        ByHand.TellNow($"shared again");
    }

    public async Task AssertAllIsWellAsync()
    {
        await _ended.CancelAsync();
        await _feeding;
        await _cluster.WaitUntilSharedAsync(Tasks);
        foreach (var file in _files)
        {
            await file.AssertCopiedAsync(_cluster.Logs);
        }

        _reasons.AssertExplain(_cluster.Logs());
        var (lines, repeats) = (_files.Sum(file => file.Lines), _files.Sum(file => file.Repeats));
        ByHand.TellNow($"{lines} lines, {repeats} of them more than once, {_files.Sum(file => file.Owners)} owners of {Tasks} tasks, {_reasons.Moves} movements");
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartWorkersAsync(int count)
    {
        foreach (var worker in await _cluster.StartAsync(count - _cluster.Up.Count, $"--plugin.path={BuildOutput.Of("OrleansConnect.Tests.Plugins")}"))
        {
            _reasons.Joined(worker);
        }
    }

    private async Task ReplaceAllAsync()
    {
        foreach (var worker in _cluster.Up)
        {
            await StopAsync(worker);
            await StartWorkersAsync(Workers);
        }
    }

    private Task KillAsync(Worker victim)
    {
        _reasons.Gone(victim);
        return victim.KillAsync();
    }

    private async Task StopAsync(Worker victim)
    {
        _reasons.Left(victim);
        var exitCode = await victim.StopAsync();
        Assert.True(exitCode == 0, $"The worker ended with {exitCode}.\n{victim.Log}");
    }

    private async Task FreezeAsync(Worker victim)
    {
        _reasons.Gone(victim);
        await _cluster.LoseAsync(victim, isKilled: false, Tasks);
        await victim.ThawAsync();
        await victim.WaitForExitAsync();
    }

    // Who does not see Kafka cannot know that others have its tasks, and ends when it does again.
    private async Task CutOffAsync(Worker victim, bool isFromKafka)
    {
        string[] addresses = isFromKafka ? [_kafka.Address] : [.. _cluster.Up.Where(worker => worker != victim).Select(worker => worker.Seat?.Address ?? "")];
        var seat = victim.Seat ?? throw new InvalidOperationException("The worker has no network of its own.");
        _reasons.Gone(victim);
        await Task.WhenAll(addresses.Select(seat.CutOffAsync));
        await _cluster.WaitUntilWithoutAsync(victim, Tasks);
        if (!isFromKafka)
        {
            await victim.WaitForExitAsync();
        }

        await Task.WhenAll(addresses.Select(seat.JoinUpAsync));
        await victim.WaitForExitAsync();
    }

    private static async Task HiccupAsync(Worker victim)
    {
        await victim.FreezeAsync();
        await Task.Delay(HiccupTime, TimeProvider.System, Cancel);
        await victim.ThawAsync();
    }

    private async Task FeedAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var file in _files)
            {
                await file.AppendAsync(20);
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
