using System.Diagnostics;
using System.Text.Json;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd.Client;

/// <summary>What the command line shows of a cluster while workers come and go.</summary>
[Collection(KafkaCollection.Name)]
public sealed class ClusterCommandTests(RealKafka kafka) : IAsyncDisposable
{
    private readonly WorkFolder _folder = new();
    private WorkerCluster? _cluster;
    private Process? _watch;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_movement_is_shown_with_its_reason_as_it_is_made_also_when_the_leader_dies()
    {
        _cluster = new(kafka, _folder);
        var first = (await _cluster.StartAsync(1, "--worker.labels=gpu"))[0];
        await _cluster.GenerateAsync("gen", 4);
        await _cluster.WaitUntilSharedAsync(4);
        var second = (await _cluster.StartAsync(1))[0];
        await _cluster.WaitUntilSharedAsync(4);
        var watch = _watch = CliProcess.Start(Server(second), _folder.Path, "cluster", "--watch", "--json", "--connect-timeout", "60");
        for (var moved = 0; moved < 2; moved++)
        {
            var joined = await NextAsync(watch);
            Assert.Equal((first.Id, second.Id, $"worker {second.Id} joined"), (From(joined), To(joined), Reason(joined)));
        }

        var before = await CliProcess.RunAsync(Server(second), _folder.Path, "cluster", "--json");
        Assert.Equal([(first.Id, true, "gpu"), (second.Id, false, "")], Workers(before).OrderByDescending(worker => worker.IsLeader));
        await first.KillAsync();

        for (var moved = 0; moved < 3; moved++)
        {
            var gone = await NextAsync(watch);
            Assert.Equal((first.Id, second.Id, $"worker {first.Id} is gone"), (From(gone), To(gone), Reason(gone)));
        }

        var after = await CliProcess.RunAsync(Server(second), _folder.Path, "cluster", "--json");
        Assert.Equal([(second.Id, true, "")], Workers(after));
        Assert.Equal(5, after.Json.GetProperty("movements").GetArrayLength());
        var text = await CliProcess.RunAsync(Server(second), _folder.Path, "cluster");
        Assert.Contains($"worker {first.Id} is gone", text.Output, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _watch?.Kill();
        _watch?.Dispose();
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    private static string Server(Worker worker) => $"http://127.0.0.1:{worker.GrpcPort}";

    private async Task<JsonElement> NextAsync(Process watch)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        try
        {
            var line = await watch.StandardOutput.ReadLineAsync(limit.Token);
            return JsonDocument.Parse(line ?? throw new InvalidOperationException($"The watch ended: {await watch.StandardError.ReadToEndAsync(Cancel)}")).RootElement;
        }
        catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"No movement was shown.\n{_cluster?.Logs()}");
        }
    }

    private static IEnumerable<(string Id, bool IsLeader, string Labels)> Workers(CliProcess run) => run.Json.GetProperty("workers").EnumerateArray().Select(worker => (
        worker.GetProperty("id").GetString() ?? "",
        worker.GetProperty("is_leader").GetBoolean(),
        string.Join(',', worker.GetProperty("labels").EnumerateArray())));

    private static string? From(JsonElement movement) => movement.GetProperty("from").GetString();

    private static string? To(JsonElement movement) => movement.GetProperty("to").GetString();

    private static string? Reason(JsonElement movement) => movement.GetProperty("reason").GetString();
}
