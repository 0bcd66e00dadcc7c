using BenchmarkDotNet.Attributes;
using OrleansConnect.Connectors.Files;
using OrleansConnect.Testing;

namespace OrleansConnect.Benchmarks.Connectors;

/// <summary>The file source without Kafka: polls a file of lines of 100 bytes to its end, on one thread.</summary>
[MemoryDiagnoser]
public class FileSourceBenchmarks
{
    private const int Lines = 1_000_000;

    private string _file = "";

    [Params("ascii", "umlauts")]
    public string Text { get; set; } = "ascii";

    [GlobalSetup]
    public void Setup()
    {
        _file = Path.GetTempFileName();
        var line = Text == "ascii" ? new string('x', 99) : string.Concat(Enumerable.Repeat("größer, schöner und älter. ", 4))[..91];
        File.WriteAllLines(_file, Enumerable.Repeat(line, Lines));
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_file);

    [Benchmark(OperationsPerInvoke = Lines)]
    public async Task<int> Poll()
    {
        var task = new FileSourceTask();
        var settings = new Dictionary<string, string> { ["file"] = _file, ["topic"] = "t" };
        await using var harness = await SourceTaskHarness.StartAsync(task, settings, CancellationToken.None);
        var count = 0;
        while (count < Lines)
        {
            count += (await task.PollAsync(CancellationToken.None)).Count;
        }

        return count;
    }
}
