using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansConnect.Tests.Integration;

namespace OrleansConnect.Tests.EndToEnd.Processes;

/// <summary>Workers that share the work, as processes of their own, and where that is given each in a network namespace of its own.</summary>
internal sealed class WorkerCluster(RealKafka kafka, WorkFolder folder, TestNetwork? network = null) : IAsyncDisposable
{
    private const string StringConverter = "org.apache.kafka.connect.storage.StringConverter";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    // The tests' Kafka creates no topic by itself.
    private static readonly (string, string) Partitions = ("topic.creation.default.partitions", "1");
    private static readonly (string, string) Replicas = ("topic.creation.default.replication.factor", "1");

    private readonly List<Worker> _workers = [];

    public string Group { get; } = $"cluster-{Path.GetFileName(folder.Path)}";

    public IReadOnlyList<Worker> Up => [.. _workers.Where(worker => !worker.HasExited)];

    private Worker Start(NetworkSeat? seat, string[] arguments) =>
        seat is null ? Worker.Start(folder.Path, arguments) : Worker.StartIn(seat, folder.Path, arguments);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts so many more and waits until they are ready.</summary>
    public async Task<Worker[]> StartAsync(int count, params string[] settings)
    {
        var seats = network is null ? [] : network.Seats.Except(Up.Select(worker => worker.Seat)).ToArray();
        Worker[] started = [.. Enumerable.Range(0, count).Select(index => Start(
            seats.ElementAtOrDefault(index),
            ["distributed", $"--bootstrap.servers={kafka.BootstrapServers}", $"--group.id={Group}", $"--value.converter={StringConverter}",
                "--offset.storage.partitions=2", "--metadata.max.age.ms=500", .. settings]))];
        _workers.AddRange(started);
        await Task.WhenAll(started.Select(worker => worker.WaitUntilReadyAsync()));
        return started;
    }

    /// <summary>A generator with so many tasks.</summary>
    public Task GenerateAsync(string name, int tasks, params (string, string)[] settings) => Up[0].CreateAsync(
        name, [("connector.class", "DatagenSource"), ("tasks.max", $"{tasks}"), ("topic", $"{Group}-{name}"), ("quickstart", "orders"),
            ("value.converter", "org.apache.kafka.connect.json.JsonConverter"), Partitions, Replicas, .. settings]);

    /// <summary>A source and a sink that copy a file.</summary>
    public async Task CopyAsync(string from, string to)
    {
        await Up[0].CreateAsync("in", ("connector.class", "FileStreamSource"), ("file", from), ("topic", $"{Group}-copy"), Partitions, Replicas);
        await Up[0].CreateAsync("out", ("connector.class", "FileStreamSink"), ("file", to), ("topics", $"{Group}-copy"));
    }

    /// <summary>All tasks: state and worker, by connector/number, as a worker that is up sees them.</summary>
    public async Task<Dictionary<string, (string State, string Worker)>> TasksAsync(Worker? asked = null)
    {
        var all = await (asked ?? Up[0]).Rest.GetFromJsonAsync<JsonElement>("/connectors?expand=status", Cancel);
        return all.EnumerateObject()
            .SelectMany(connector => connector.Value.GetProperty("status").GetProperty("tasks").EnumerateArray().Select(task => (connector.Name, task)))
            .ToDictionary(
                entry => $"{entry.Name}/{entry.task.GetProperty("id").GetInt32()}",
                entry => (entry.task.GetProperty("state").GetString() ?? "", entry.task.GetProperty("worker_id").GetString() ?? ""));
    }

    /// <summary>Waits until the tasks are as they should be; while the cluster does not answer, they are not.</summary>
    public Task WaitAsync(string what, Func<Dictionary<string, (string State, string Worker)>, bool> condition, Worker? asked = null) => Eventually.IsTrueAsync(
        async () =>
        {
            try
            {
                return condition(await TasksAsync(asked));
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        what,
        Limit,
        Logs);

    /// <summary>Waits until so many tasks run and everybody who is up has a share.</summary>
    public Task WaitUntilSharedAsync(int count) => WaitAsync(
        $"{count} tasks run, shared evenly",
        tasks => tasks.Count == count && tasks.Values.All(task => task.State == "RUNNING") && Up.All(worker => tasks.Values.Count(task => task.Worker == worker.Id) is var share
            && share >= count / Up.Count && share <= (count / Up.Count) + 1));

    /// <summary>Kills or freezes a worker and waits until all tasks, so many, run elsewhere; how long that took.</summary>
    public async Task<TimeSpan> LoseAsync(Worker victim, bool isKilled, int count)
    {
        var start = Stopwatch.GetTimestamp();
        await (isKilled ? victim.KillAsync() : victim.FreezeAsync());
        await WaitUntilWithoutAsync(victim, count);
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Waits until all tasks, so many, run elsewhere than there, as another worker sees it.</summary>
    public Task WaitUntilWithoutAsync(Worker victim, int count) => WaitAsync(
        $"the tasks of {victim.Id} run elsewhere",
        tasks => tasks.Count == count && tasks.Values.All(task => task.State == "RUNNING" && task.Worker != victim.Id),
        Up.First(worker => worker != victim));

    /// <summary>How often a worker has started each task, from its log.</summary>
    public static Dictionary<string, int> StartsOn(Worker worker) => worker.Log.Split('\n')
        .Select(line => line.Split(' '))
        .Where(words => words.Contains("started") && words.Contains("generation"))
        .CountBy(words => words[Array.IndexOf(words, "started") - 1])
        .ToDictionary();

    public string Logs() => string.Join("\n----\n", _workers.Select(worker => worker.Log));

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }
}
