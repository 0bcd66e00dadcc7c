using BenchmarkDotNet.Attributes;
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

    [GlobalSetup]
    public void Setup()
    {
        var value = Text == "ascii" ? new string('x', 99) : string.Concat(Enumerable.Repeat("größer, schöner und älter. ", 4))[..91];
        _batch = [.. Enumerable.Range(0, BatchSize).Select(i => new SinkRecord { Topic = "t", OriginalTopic = "t", Value = value })];
        _file = Path.GetTempFileName();
    }

    [IterationCleanup]
    public void Cleanup() => File.Delete(_file);

    [Benchmark(OperationsPerInvoke = Lines)]
    public async Task Put()
    {
        var task = new FileSinkTask();
        await using var harness = await SinkTaskHarness.StartAsync(task, new Dictionary<string, string> { ["file"] = _file }, CancellationToken.None);
        for (var i = 0; i < Lines; i += BatchSize)
        {
            await task.PutAsync(_batch, CancellationToken.None);
        }
    }
}
