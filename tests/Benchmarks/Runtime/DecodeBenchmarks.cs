using BenchmarkDotNet.Attributes;
using OrleansConnect.Runtime.Pipeline;

namespace OrleansConnect.Benchmarks.Runtime;

/// <summary>Messages as librdkafka holds them on their way into sink records. Reading them is not measured.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class DecodeBenchmarks : IAsyncDisposable
{
    private ConsumedMessages? _messages;
    private RecordDecoder? _decoder;

    [Params(Pipelines.Text, Pipelines.Json)]
    public string Format { get; set; } = Pipelines.Text;

    [Params(0, 1, 5)]
    public int Steps { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _messages = await ConsumedMessages.ReadAsync(Format);
        _decoder = new(Pipelines.Chain(Steps), Pipelines.Converters(Format), Pipelines.Errors);
    }

    // GlobalSetup has made both.
    [Benchmark(OperationsPerInvoke = Pipelines.Records)]
    public async Task<int> Decode() => (await _decoder!.DecodeAsync(_messages!.Batch, CancellationToken.None, CancellationToken.None)).Records.Count;

    [GlobalCleanup]
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _messages?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
