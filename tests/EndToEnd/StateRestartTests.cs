using System.Diagnostics;
using System.Text.Json;
using OrleansConnect.Tests.EndToEnd.Processes;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd;

/// <summary>Everything a cluster of workers knows is in Kafka: nothing but the topics outlives its processes.</summary>
[Collection(KafkaCollection.Name)]
public sealed class StateRestartTests(RealKafka kafka) : IDisposable
{
    private readonly WorkFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Group => $"state-{Path.GetFileName(_folder.Path)}";

    [Fact]
    public async Task A_cluster_of_which_every_worker_was_killed_comes_back_with_each_connector_as_it_was()
    {
        await File.WriteAllLinesAsync(_folder.File("in.txt"), ["one", "two"], Cancel);
        var workers = await Task.WhenAll(StartAsync(), StartAsync(), StartAsync());
        var first = workers[0];
        string[] names = ["running", "paused", "stopped", "failed"];
        foreach (var name in names)
        {
            await CreateAsync(first, name, name == "failed" ? _folder.Path : _folder.File("in.txt"));
        }

        await PutAsync(first, "/connectors/paused/pause");
        await PutAsync(first, "/connectors/stopped/stop");
        await ReachAsync(first, workers[1..]);
        var trace = await first.TaskTraceAsync("failed");
        await Task.WhenAll(workers.Select(worker => worker.KillAsync()));

        var clock = Stopwatch.StartNew();
        var again = await Task.WhenAll(StartAsync(), StartAsync());
        await ReachAsync(again[0], again[1]);
        TestContext.Current.SendDiagnosticMessage($"Two workers had every connector back {clock.Elapsed.TotalSeconds:0.0} s after three were killed.");

        await ReachAsync(again[1], again[0]);
        Assert.Equal(names.Order(), (await again[1].Rest.GetStringAsync("/connectors", Cancel) is var list ? JsonSerializer.Deserialize<string[]>(list) ?? [] : []).Order());
        Assert.Equal(trace, await again[1].TaskTraceAsync("failed"));
        foreach (var worker in workers.Concat(again))
        {
            await worker.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    private static Task ReachAsync(Worker worker, params Worker[] others) => Eventually.IsTrueAsync(
        async () => await StatesAsync(worker, "running") == "RUNNING/RUNNING" && await StatesAsync(worker, "paused") == "PAUSED/PAUSED"
            && await StatesAsync(worker, "stopped") == "STOPPED/" && await StatesAsync(worker, "failed") == "RUNNING/FAILED",
        "every connector is in its state",
        TimeSpan.FromSeconds(60),
        () => string.Join('\n', others.Select(other => other.Log).Prepend(worker.Details)));

    private static async Task<string?> StatesAsync(Worker worker, string name) => await worker.StatusAsync(name) is { } status
        ? $"{status.GetProperty("connector").GetProperty("state").GetString()}/{string.Join(',', status.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("state").GetString()))}"
        : null;

    private static async Task PutAsync(Worker worker, string path)
    {
        using var response = await worker.Rest.PutAsync(path, null, Cancel);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancel));
    }

    private Task<Worker> StartAsync() =>
        Worker.StartReadyAsync(_folder.Path, "distributed", $"--bootstrap.servers={kafka.BootstrapServers}", $"--group.id={Group}", "--offset.storage.partitions=2",
            "--key.converter=org.apache.kafka.connect.storage.StringConverter", "--value.converter=org.apache.kafka.connect.storage.StringConverter");

    private Task CreateAsync(Worker worker, string name, string file) => worker.CreateAsync(
        name, ("connector.class", "FileStreamSource"), ("file", file), ("topic", Group),
        ("topic.creation.default.partitions", "1"), ("topic.creation.default.replication.factor", "1"));
}
