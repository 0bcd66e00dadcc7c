using System.Net.Http.Json;
using System.Text.Json;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>How long tasks stand still when their worker is lost. Run by hand: <c>eng/failover-figures.sh</c>.</summary>
[Collection(KafkaCollection.Name)]
public sealed class FailoverFigureTests : IAsyncLifetime
{
    private const int Tasks = 30;

    private readonly WorkFolder _folder = new();
    private readonly WorkerCluster _cluster;

    public FailoverFigureTests(RealKafka kafka) => _cluster = new(kafka, _folder);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>FAILOVER_ROUNDS of each loss, 5 unless given.</summary>
    [Fact(Explicit = true)]
    public async Task Tasks_run_elsewhere_soon_after_every_kind_of_loss_and_nobody_elses_restart()
    {
        var rounds = ByHand.Setting("FAILOVER_ROUNDS", 5);
        await _cluster.StartAsync(3);
        await _cluster.GenerateAsync("gen", Tasks);
        ByHand.Tell($"| loss | rounds | shortest | median | longest | restarts of others |");
        ByHand.Tell($"|---|---|---|---|---|---|");
        foreach (var (name, isLeader, isKilled) in ((string, bool, bool)[])[("kill -9", false, true), ("kill -9 of the one with the cluster grain", true, true), ("SIGSTOP", false, false)])
        {
            var (times, restarts) = (new List<double>(), 0);
            for (var round = 0; round < rounds; round++)
            {
                await _cluster.WaitUntilSharedAsync(Tasks);
                var (seconds, others) = await LoseAsync(isLeader, isKilled);
                times.Add(seconds);
                restarts += others;
                await _cluster.StartAsync(1);
            }

            times.Sort();
            ByHand.Tell($"| {name} | {rounds} | {times[0]:0.00} s | {times[rounds / 2]:0.00} s | {times[^1]:0.00} s | {restarts} |");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<(double Seconds, int Restarts)> LoseAsync(bool isLeader, bool isKilled)
    {
        var before = await _cluster.TasksAsync();
        var leader = await LeaderAsync();
        var victim = _cluster.Up.First(worker => (worker.Id == leader) == isLeader);
        var starts = Survivors(victim).ToDictionary(worker => worker, WorkerCluster.StartsOn);
        var lost = await _cluster.LoseAsync(victim, isKilled, Tasks);
        var restarts = starts.Sum(survivor => WorkerCluster.StartsOn(survivor.Key)
            .Count(task => before[task.Key].Worker == survivor.Key.Id && task.Value != survivor.Value.GetValueOrDefault(task.Key)));
        if (!isKilled)
        {
            await victim.ThawAsync();
            await victim.WaitForExitAsync();
        }

        return (lost.TotalSeconds, restarts);
    }

    private IEnumerable<Worker> Survivors(Worker victim) => _cluster.Up.Where(worker => worker != victim);

    private async Task<string?> LeaderAsync()
    {
        var cluster = await _cluster.Up[0].Rest.GetFromJsonAsync<JsonElement>("/cluster", Cancel);
        return cluster.GetProperty("workers").EnumerateArray().Single(worker => worker.GetProperty("leader").GetBoolean()).GetProperty("worker_id").GetString();
    }
}
