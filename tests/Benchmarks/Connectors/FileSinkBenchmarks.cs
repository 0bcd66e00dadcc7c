using BenchmarkDotNet.Attributes;
using OrleansConnect.Abstractions.Data;
using OrleansConnect.Abstractions.Sinks;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Testing;

namespace OrleansConnect.Benchmarks.Connectors;

/// <summary>The file sink without Kafka: batches of 500 texts of 99 characters, on one thread.</summary>
[MemoryDiagnoser]
public class FileSinkBenchmarks
{
    private const int Lines = 1_000_000;
    private const int BatchSize = 500;

    private SinkRecord[] _batch = [];
    private string _file = "";

    [Params("ascii", "umlauts")]
    public string Text { get; set; } = "ascii";

    /// <summary>With a commit at the end, as the runtime makes one a minute by default.</summary>
    [Params(false, true)]
    public bool ExactlyOnce { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var value = Text == "ascii" ? new string('x', 99) : string.Concat(Enumerable.Repeat("größer, schöner und älter. ", 4))[..91];
        _batch = [.. Enumerable.Range(0, BatchSize).Select(i => new SinkRecord { Topic = "t", OriginalTopic = "t", Value = value })];
        _file = Path.Combine(Directory.CreateTempSubdirectory("oc-sink-").FullName, "out.txt");
    }

    [IterationCleanup]
    public void Cleanup()
    {
        foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(_file) ?? ""))
        {
            File.Delete(path);
        }
    }

    [Benchmark(OperationsPerInvoke = Lines)]
    public async Task Put()
    {
        var task = new FileSinkTask();
        await using var harness = await SinkTaskHarness.StartAsync(task, new Dictionary<string, string> { ["file"] = _file, ["exactly.once"] = ExactlyOnce ? "true" : "false" }, CancellationToken.None);
        for (var i = 0; i < Lines; i += BatchSize)
        {
            await task.PutAsync(_batch, CancellationToken.None);
        }

        await task.FlushAsync(new Dictionary<TopicPartition, long> { [new("t", 0)] = Lines }, CancellationToken.None);
    }
}
